-- grain: one order not yet to be written whose place among its customer's orders changed
select c.order_id
from state_customer_orders c
left join customer_firsts f on f.customer_id = c.customer_id
anti join rewritten_orders r on r.order_id = c.order_id
where c.is_first_order <> coalesce(f.first_order = struct_pack(at := c.ordered_at, id := c.order_id), false)
  or c.customer_type <> case when f.first_order < struct_pack(at := c.ordered_at, id := c.order_id) then 'returning' else 'new' end
