-- level: business rule
-- severity: warning
-- scan: changed_refunds
-- description: Not more units of a line came back than were sold.
-- what_to_do: Look for a refund that was entered twice, and correct its quantity.
select refund_id, order_id, line_number, line_quantity, refunded_units, source_file_id as file_id, source_row as record
from changed_refunds
where refunded_units > line_quantity
