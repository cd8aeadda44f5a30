-- level: row
-- severity: blocking
-- scan: changed_orders
-- description: Every order names the file it came from and a record that file has.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, date_key, source_file_id as file_id, source_row as record, file_rows
from changed_orders
where file_rows is null or source_row not between 1 and file_rows
