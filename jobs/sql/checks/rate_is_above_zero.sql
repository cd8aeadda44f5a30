-- level: row
-- severity: blocking
-- description: Every exchange rate is above zero.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select currency, rate_date, rate, source_file_id as file_id, source_row as record
from warehouse.exchange_rates
where rate <= 0
