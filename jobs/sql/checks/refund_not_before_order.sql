-- level: business rule
-- severity: warning
-- scan: changed_refunds
-- description: A refund is not dated before the day of its order.
-- what_to_do: Correct the date of the refund or of the order; until then the return counts in a period before the sale.
select refund_id, order_id, order_date_key, date_key, source_file_id as file_id, source_row as record
from changed_refunds
where date_key < order_date_key
