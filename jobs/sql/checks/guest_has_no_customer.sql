-- level: referential
-- severity: blocking
-- scan: changed_orders
-- description: Guests are exactly the orders without a customer.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, date_key, customer_key, customer_type, source_file_id as file_id, source_row as record
from changed_orders
where (customer_key = 0) <> (customer_type = 'guest')
