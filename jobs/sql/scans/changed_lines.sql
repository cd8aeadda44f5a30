-- grain: one order line of a day this run touched, beside its order, its product version and the size of its file
select s.*, o.ordered_at, o.fx_rate, o.status as order_status, o.channel as order_channel, o.currency as order_currency,
  o.customer_key as order_customer_key, o.customer_type as order_customer_type,
  p.product_id, p.list_price, p.valid_from as product_from, p.valid_to as product_to, f.rows_read as file_rows
from warehouse.fact_sales s
join staging.touched_days using (date_key)
left join warehouse.fact_orders o on o.order_id = s.order_id and o.date_key = s.date_key
left join warehouse.dim_products p on p.product_key = s.product_key
left join pipeline.source_files f on f.id = s.source_file_id
