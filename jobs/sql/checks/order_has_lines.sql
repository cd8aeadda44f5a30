-- level: referential
-- severity: warning
-- description: Every sold order has at least one line; without one it counts in no metric.
select o.order_id, o.date_key, o.status
from warehouse.fact_orders o
join staging.touched_days t using (date_key)
where o.lines = 0 and o.status in ('paid', 'shipped', 'completed', 'refunded')
