-- grain: one order line to write, with the values of the record that stands (batch or warehouse)
select order_id, line_number, product_id, quantity, unit_price, discount_amount, unit_cost, file_id, record_number
from decided_order_items where fate = 'loaded'
union all
select s.order_id, s.line_number, s.product_id, s.quantity, s.unit_price, s.discount_amount, s.unit_cost,
  case when d.advances then d.file_id else s.file_id end, case when d.advances then d.record_number else s.record_number end
from state_order_items s
semi join rewritten_orders r on r.order_id = s.order_id
left join decided_order_items d on d.order_id = s.order_id and d.line_number = s.line_number
where d.fate is distinct from 'loaded'
