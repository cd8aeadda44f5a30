-- level: business rule
-- severity: warning
-- description: An order with status refunded has a refund.
-- what_to_do: Load the refunds of the same period; without one the order counts as sold in full.
select o.order_id, o.date_key, o.source_file_id as file_id, o.source_row as record
from warehouse.fact_orders o
join staging.touched_days using (date_key)
where o.status = 'refunded'
  and not exists (select from warehouse.fact_refunds r where r.order_id = o.order_id)
