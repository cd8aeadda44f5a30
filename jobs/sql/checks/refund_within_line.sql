-- level: business rule
-- severity: warning
-- scan: changed_refunds
-- description: What was refunded on a line is not more than its net amount.
-- what_to_do: Look at the order in the shop: a refund was entered twice, or covers shipping, which has no line.
select refund_id, order_id, line_number, line_net, refunded_amount, source_file_id as file_id, source_row as record
from changed_refunds
where refunded_amount > line_net
