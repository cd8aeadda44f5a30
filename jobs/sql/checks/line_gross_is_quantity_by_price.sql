-- level: row
-- severity: blocking
-- scan: changed_lines
-- description: For every line in the reporting currency, gross = quantity × unit price, rounded to the cent.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, line_number, quantity, unit_price, gross, source_file_id as file_id, source_row as record
from changed_lines
where currency = :currency and gross <> round(quantity * unit_price, 2)
