-- level: row
-- severity: blocking
-- scan: changed_orders
-- description: Gross, discount, shipping and tax of an order are not negative, its hour is 0 to 23 and its exchange rate above zero.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, date_key, hour, fx_rate, gross, discount, shipping, tax, source_file_id as file_id, source_row as record
from changed_orders
where gross < 0 or discount < 0 or shipping < 0 or tax < 0 or hour not between 0 and 23 or fx_rate <= 0
