-- Rows of orders and movements that are written anew and that have no successor of the same key, children first: a
-- line that is gone, an order on another day. The others are overwritten where they stand.
-- A refund goes too when it is to point at another line, because its old line may go with the next statement.
delete from warehouse.fact_refunds r using staging.replaced_orders o
where o.order_id = r.order_id and not exists (
  select from staging.fact_refunds s
  where s.order_id = r.order_id and s.refund_id = r.refund_id and s.date_key = r.date_key
    and s.order_date_key = r.order_date_key and s.line_number = r.line_number);
delete from warehouse.fact_sales l using staging.replaced_orders o
where o.order_id = l.order_id and o.date_key = l.date_key and not exists (
  select from staging.fact_sales s
  where s.order_id = l.order_id and s.date_key = l.date_key and s.line_number = l.line_number);
delete from warehouse.fact_orders f using staging.replaced_orders o
where o.order_id = f.order_id and o.date_key = f.date_key and not exists (
  select from staging.fact_orders s where s.order_id = f.order_id and s.date_key = f.date_key);
delete from warehouse.inventory_movements m using staging.replaced_movements r
where r.movement_id = m.movement_id and r.date_key = m.date_key and not exists (
  select from staging.inventory_movements s where s.movement_id = m.movement_id and s.date_key = m.date_key);
