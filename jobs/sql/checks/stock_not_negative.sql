-- level: business rule
-- severity: warning
-- scan: stock_days
-- description: On-hand stock does not fall below zero at the end of a day; if it does, a receipt or a count is missing.
-- what_to_do: Load the receipts of the product, or enter the count as an adjustment.
select product_id, date_key, on_hand
from stock_days
where on_hand < 0
