-- level: business rule
-- severity: warning
-- description: An order with status refunded has a refund.
select o.order_id, o.date_key
from warehouse.fact_orders o
where o.status = 'refunded'
  and not exists (select 1 from warehouse.fact_refunds r where r.order_id = o.order_id)
