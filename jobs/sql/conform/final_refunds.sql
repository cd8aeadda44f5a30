-- grain: one refunded line of fact_refunds, final
with local as (
  select *, timezone(getvariable('store_timezone'), refunded_at) as local_at from source_refunds
)
select (year(r.local_at) * 10000 + month(r.local_at) * 100 + day(r.local_at))::integer as date_key,
  r.order_id, r.refund_id, s.date_key as order_date_key, r.line_number, s.product_key, s.customer_key, r.refunded_at,
  s.status, s.channel, s.currency, s.ship_country, s.customer_type, r.quantity, r.amount as amount_original,
  round(r.amount * o.fx_rate, 2)::decimal(18,2) as amount,
  case when s.unit_cost is null then null
       when r.restocked then round(r.quantity * s.unit_cost, 2) else 0 end::decimal(18,2) as cost,
  r.reason, r.restocked, r.file_id as source_file_id, r.record_number as source_row
from local r
join final_sales s on s.order_id = r.order_id and s.line_number = r.line_number
join placed_orders o on o.order_id = r.order_id
