-- grain: one known customer of the orders to write, with the first sold order that has a line
with with_lines as (select distinct order_id from source_order_items),
candidates as (
  select o.customer_id, o.ordered_at, o.order_id
  from source_orders o
  semi join with_lines l on l.order_id = o.order_id
  where o.customer_id is not null and o.status in ('paid', 'shipped', 'completed', 'refunded')
  union all
  select c.customer_id, c.ordered_at, c.order_id
  from state_customer_orders c
  anti join rewritten_orders r on r.order_id = c.order_id
  where c.is_counted
)
select customer_id, min(struct_pack(at := ordered_at, id := order_id)) as first_order
from candidates
group by customer_id
