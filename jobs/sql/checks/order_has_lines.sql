-- level: referential
-- severity: warning
-- scan: changed_orders
-- description: Every sold order has at least one line; without one it counts in no metric.
-- what_to_do: Load the order lines of the same period; if they are loaded, look for them in the quarantine.
select order_id, date_key, status, source_file_id as file_id, source_row as record
from changed_orders
where lines = 0 and status in ('paid', 'shipped', 'completed', 'refunded')
