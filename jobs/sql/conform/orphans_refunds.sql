-- grain: one refund whose order line is not there
select r.file_id, r.record_number, 'unknown_line' as rule, 'line_number' as column_name,
  r.order_id || ' / ' || r.line_number as value,
  'line ' || r.line_number || ' of order ' || r.order_id || ' is not loaded: the refund waits and loads by itself once the line is there' as message,
  'waiting' as state
from valid_refunds r
anti join known_lines l on l.order_id = r.order_id and l.line_number = r.line_number
