-- grain: one order of a day this run touched, with the size of its file
select o.*, f.rows_read as file_rows
from warehouse.fact_orders o
join staging.touched_days using (date_key)
left join pipeline.source_files f on f.id = o.source_file_id
