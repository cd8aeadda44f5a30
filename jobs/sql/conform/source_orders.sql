-- grain: one order to write, with the values of the record that stands (batch or warehouse)
select order_id, customer_id, ordered_at, status, channel, currency, ship_country, shipping_amount, tax_amount,
  discount_amount, payment_method, coupon_code, updated_at, file_id, record_number
from decided_orders where fate = 'loaded'
union all
select s.order_id, s.customer_id, s.ordered_at, s.status, s.channel, s.currency, s.ship_country, s.shipping_amount,
  s.tax_amount, s.discount_amount, s.payment_method, s.coupon_code, s.updated_at,
  case when d.advances then d.file_id else s.file_id end, case when d.advances then d.record_number else s.record_number end
from state_orders s
semi join rewritten_orders r on r.order_id = s.order_id
left join decided_orders d on d.order_id = s.order_id
where d.fate is distinct from 'loaded'
