-- grain: one refund to write, with the values of the record that stands (batch or warehouse)
select refund_id, order_id, line_number, refunded_at, quantity, amount, reason, restocked, file_id, record_number
from decided_refunds where fate = 'loaded'
union all
select s.refund_id, s.order_id, s.line_number, s.refunded_at, s.quantity, s.amount, s.reason, s.restocked,
  case when d.advances then d.file_id else s.file_id end, case when d.advances then d.record_number else s.record_number end
from state_refunds s
semi join rewritten_orders r on r.order_id = s.order_id
left join decided_refunds d on d.refund_id = s.refund_id
where d.fate is distinct from 'loaded'
