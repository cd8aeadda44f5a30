-- Orders and movements that are written anew leave as a whole, children first.
delete from warehouse.fact_refunds r using staging.replaced_orders o where o.order_id = r.order_id;
delete from warehouse.fact_sales s using staging.replaced_orders o where o.order_id = s.order_id and o.date_key = s.date_key;
delete from warehouse.fact_orders f using staging.replaced_orders o where o.order_id = f.order_id and o.date_key = f.date_key;
delete from warehouse.inventory_movements m using staging.replaced_movements r
where r.movement_id = m.movement_id and r.date_key = m.date_key;
