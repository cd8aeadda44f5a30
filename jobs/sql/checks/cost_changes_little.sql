-- level: statistical
-- severity: warning
-- threshold: 50 % up or down
-- description: The unit cost of a product does not jump between two versions.
-- what_to_do: Look for a lost decimal point or a cost for a pack instead of a piece; correct the product and load it again.
select n.product_id, b.unit_cost as before, n.unit_cost as now, n.valid_from, n.source_file_id as file_id, n.source_row as record
from staging.dim_products n
join warehouse.dim_products b on b.product_id = n.product_id and b.valid_to = n.valid_from
where b.unit_cost > 0 and abs(n.unit_cost - b.unit_cost) > 0.01 * :threshold * b.unit_cost
