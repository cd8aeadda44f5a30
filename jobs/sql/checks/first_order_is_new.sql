-- level: business rule
-- severity: blocking
-- scan: changed_orders
-- description: An order marked as a customer’s first is sold, has lines, and counts as that of a new customer.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, date_key, status, lines, customer_type, source_file_id as file_id, source_row as record
from changed_orders
where is_first_order and (customer_type <> 'new' or lines = 0 or status not in ('paid', 'shipped', 'completed', 'refunded'))
