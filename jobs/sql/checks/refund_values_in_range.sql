-- level: row
-- severity: blocking
-- scan: changed_refunds
-- description: Quantity and amount of a refund are not negative.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select refund_id, order_id, line_number, quantity, amount, source_file_id as file_id, source_row as record
from changed_refunds
where quantity < 0 or amount < 0 or amount_original < 0
