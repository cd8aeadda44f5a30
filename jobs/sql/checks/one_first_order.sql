-- level: business rule
-- severity: blocking
-- description: Every customer with a sold order has exactly one first order.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
with firsts as (
  select c.customer_id, count(*) as first_orders
  from warehouse.fact_orders o
  join warehouse.dim_customers c using (customer_key)
  join staging.touched_buyers using (customer_id)
  where o.is_first_order
  group by c.customer_id
),
buyers as (
  select v.customer_id from warehouse.customer_value v join staging.touched_buyers using (customer_id)
)
select customer_id, coalesce(f.first_orders, 0) as first_orders
from buyers b full join firsts f using (customer_id)
where b.customer_id is null or f.first_orders is distinct from 1
