-- level: business rule
-- severity: blocking
-- description: Every customer with a sold order has exactly one first order.
select v.customer_id, count(o.order_id) as first_orders
from warehouse.customer_value v
join staging.touched_buyers t using (customer_id)
join warehouse.dim_customers c using (customer_id)
left join warehouse.fact_orders o on o.customer_key = c.customer_key and o.is_first_order
group by v.customer_id
having count(o.order_id) <> 1
