-- level: business rule
-- severity: blocking
-- scan: changed_lines
-- description: A line in a foreign currency has gross = quantity × unit price × the rate of its order, rounded to the cent.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, line_number, currency, quantity, unit_price, fx_rate, gross, source_file_id as file_id, source_row as record
from changed_lines
where currency <> :currency and gross <> round(quantity * unit_price * fx_rate, 2)
