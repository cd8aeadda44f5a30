-- level: business rule
-- severity: warning
-- scan: changed_orders
-- description: The discounts of an order are not more than its gross amount.
-- what_to_do: Look at the order in the shop: a discount was entered twice, or lines are missing from the export.
select order_id, date_key, gross, discount, source_file_id as file_id, source_row as record
from changed_orders
where discount > gross and lines > 0
