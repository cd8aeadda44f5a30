-- level: business rule
-- severity: warning
-- description: On-hand stock does not fall below zero at the end of a day; if it does, a receipt or a count is missing.
select product_id, date_key, on_hand
from warehouse.inventory_daily
where on_hand < 0
