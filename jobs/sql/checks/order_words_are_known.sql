-- level: row
-- severity: blocking
-- scan: changed_orders
-- description: Status and customer type of an order are among the words the metrics count by.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, date_key, status, customer_type, source_file_id as file_id, source_row as record
from changed_orders
where status not in ('pending', 'paid', 'shipped', 'completed', 'cancelled', 'refunded') or customer_type not in ('new', 'returning', 'guest')
