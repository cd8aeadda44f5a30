-- grain: one stock movement of a product this run touched, with the size of its file
select m.*, p.product_id, f.rows_read as file_rows
from warehouse.inventory_movements m
join warehouse.dim_products p using (product_key)
join staging.touched_stock using (product_id)
left join pipeline.source_files f on f.id = m.source_file_id
