-- level: business rule
-- severity: warning
-- description: The current unit cost of a product is not above its list price.
-- what_to_do: Correct the price or the cost of the product; if it is sold at a loss on purpose, mark it discontinued in the shop or leave the warning.
select product_id, product_name, unit_cost, list_price, source_file_id as file_id, source_row as record
from warehouse.dim_products
where is_current and unit_cost > list_price and list_price > 0
