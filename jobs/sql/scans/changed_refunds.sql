-- grain: one refund of an order of a day this run touched, beside its line and all refunds of that line
-- (lateral: refunds are few, and looking each line up by its key takes a third of the time of hashing all lines)
select r.*, s.net as line_net, s.quantity as line_quantity, s.product_key as line_product_key, s.customer_key as line_customer_key,
  s.status as line_status, s.currency as line_currency, f.rows_read as file_rows,
  sum(r.amount) over line as refunded_amount, sum(r.quantity) over line as refunded_units
from warehouse.fact_refunds r
join staging.touched_days t on t.date_key = r.order_date_key
left join lateral (
  select l.net, l.quantity, l.product_key, l.customer_key, l.status, l.currency from warehouse.fact_sales l
  where l.date_key = r.order_date_key and l.order_id = r.order_id and l.line_number = r.line_number limit 1
) s on true
left join pipeline.source_files f on f.id = r.source_file_id
window line as (partition by r.order_date_key, r.order_id, r.line_number)
