-- level: business rule
-- severity: warning
-- threshold: 10 % of current products
-- description: Few of the current products are without a category; their sales show as (none).
-- what_to_do: Give these products a category in the shop and load products again.
with counted as (
  select count(*) filter (where category is null) as without, count(*) as products from warehouse.dim_products where is_current
)
select product_id, product_name, source_file_id as file_id, source_row as record
from warehouse.dim_products cross join counted
where is_current and category is null and counted.without > 0.01 * :threshold * counted.products
