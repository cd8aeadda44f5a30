-- level: business rule
-- severity: blocking
-- description: For every order of a changed day, net = gross − discount, total = net + shipping + tax, and guests are exactly the orders without a customer.
select o.order_id, o.date_key, o.gross, o.discount, o.net, o.shipping, o.tax, o.total, o.customer_type
from warehouse.fact_orders o
join staging.touched_days t using (date_key)
where o.net <> o.gross - o.discount or o.total <> o.net + o.shipping + o.tax
  or (o.customer_key = 0) <> (o.customer_type = 'guest') or o.fx_rate <= 0
