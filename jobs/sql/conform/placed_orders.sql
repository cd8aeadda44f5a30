-- grain: one order to write, with its day, rate, customer version and amounts in the reporting currency
with local as (
  select *, timezone(getvariable('store_timezone'), ordered_at) as local_at from source_orders
)
select o.* exclude (local_at),
  (year(o.local_at) * 10000 + month(o.local_at) * 100 + day(o.local_at))::integer as date_key,
  hour(o.local_at)::smallint as hour,
  coalesce(r.rate, 1)::decimal(20,10) as fx_rate,
  coalesce(c.customer_key, 0) as customer_key,
  case when o.customer_id is null then 'guest'
       when f.first_order < struct_pack(at := o.ordered_at, id := o.order_id) then 'returning'
       else 'new' end as customer_type,
  coalesce(f.first_order = struct_pack(at := o.ordered_at, id := o.order_id), false) as is_first_order,
  case when r.rate is null then coalesce(o.shipping_amount, 0) else round(coalesce(o.shipping_amount, 0) * r.rate, 2) end::decimal(18,2) as shipping,
  case when r.rate is null then coalesce(o.tax_amount, 0) else round(coalesce(o.tax_amount, 0) * r.rate, 2) end::decimal(18,2) as tax,
  case when r.rate is null then coalesce(o.discount_amount, 0) else round(coalesce(o.discount_amount, 0) * r.rate, 2) end::decimal(18,2) as order_discount
from local o
left join order_rates r on r.currency = o.currency and r.order_date = o.local_at::date
left join customer_versions c on c.customer_id = o.customer_id and o.ordered_at >= c.valid_from and o.ordered_at < c.valid_to
left join customer_firsts f on f.customer_id = o.customer_id
