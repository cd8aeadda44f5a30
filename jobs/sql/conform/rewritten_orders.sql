-- grain: one order to write anew: a record of it was loaded, or a rate, product or customer version it hangs on changed
select order_id from decided_orders where fate = 'loaded'
union select order_id from decided_order_items where fate = 'loaded'
union select order_id from decided_refunds where fate = 'loaded'
union select s.order_id from state_refunds s
  join decided_refunds d on d.refund_id = s.refund_id where d.fate = 'loaded' and d.order_id <> s.order_id
union select order_id from touched_orders
