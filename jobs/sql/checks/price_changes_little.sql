-- level: statistical
-- severity: warning
-- threshold: 50 % up or down
-- description: The list price of a product does not jump between two versions.
-- what_to_do: Look for a lost decimal point or a price in another currency; correct the product and load it again.
select n.product_id, b.list_price as before, n.list_price as now, n.valid_from, n.source_file_id as file_id, n.source_row as record
from staging.dim_products n
join warehouse.dim_products b on b.product_id = n.product_id and b.valid_to = n.valid_from
where b.list_price > 0 and abs(n.list_price - b.list_price) > 0.01 * :threshold * b.list_price
