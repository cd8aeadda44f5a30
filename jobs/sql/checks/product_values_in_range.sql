-- level: row
-- severity: blocking
-- description: List prices and unit costs of products are not negative.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select product_id, list_price, unit_cost, source_file_id as file_id, source_row as record
from warehouse.dim_products
where list_price < 0 or unit_cost < 0
