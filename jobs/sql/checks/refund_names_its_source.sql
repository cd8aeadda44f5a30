-- level: row
-- severity: blocking
-- scan: changed_refunds
-- description: Every refund names the file it came from and a record that file has.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select refund_id, order_id, source_file_id as file_id, source_row as record, file_rows
from changed_refunds
where file_rows is null or source_row not between 1 and file_rows
