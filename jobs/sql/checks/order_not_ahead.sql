-- level: freshness
-- severity: warning
-- threshold: 1 day ahead
-- scan: changed_orders
-- description: No order lies in the future.
-- what_to_do: Look at the shop’s clock and the time zone of the export (STORE_TIMEZONE), and correct the order.
select order_id, ordered_at, source_file_id as file_id, source_row as record
from changed_orders
where ordered_at > :now + :threshold * interval '1 day'
