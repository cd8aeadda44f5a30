-- level: referential
-- severity: blocking
-- description: No order stands on two days: an order moved to another day by a correction has left its old one.
select order_id, count(*) as copies
from warehouse.fact_orders
group by order_id
having count(*) > 1
