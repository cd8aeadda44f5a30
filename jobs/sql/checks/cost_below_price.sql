-- level: business rule
-- severity: warning
-- description: The current unit cost of a product is not above its list price.
select product_id, product_name, unit_cost, list_price
from warehouse.dim_products
where is_current and unit_cost > list_price and list_price > 0
