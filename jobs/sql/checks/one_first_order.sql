-- level: business rule
-- severity: blocking
-- description: Every customer with a sold order has exactly one first order, and it is the earliest.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
with firsts as (
  select c.customer_id, count(*) as first_orders, min(o.ordered_at) as first_order_at
  from warehouse.fact_orders o
  join warehouse.dim_customers c using (customer_key)
  join staging.touched_buyers using (customer_id)
  where o.is_first_order
  group by c.customer_id
),
buyers as (
  select v.customer_id, v.first_order_at from warehouse.customer_value v join staging.touched_buyers using (customer_id)
)
select customer_id, coalesce(f.first_orders, 0) as first_orders, f.first_order_at as marked_first, b.first_order_at as earliest
from buyers b full join firsts f using (customer_id)
where (f.first_orders, f.first_order_at) is distinct from (1, b.first_order_at)
