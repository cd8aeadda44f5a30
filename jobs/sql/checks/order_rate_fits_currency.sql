-- level: business rule
-- severity: blocking
-- scan: changed_orders
-- description: Orders in the reporting currency are converted at 1.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, date_key, currency, fx_rate, source_file_id as file_id, source_row as record
from changed_orders
where currency = :currency and fx_rate <> 1
