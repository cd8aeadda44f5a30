-- grain: one order of fact_orders, final
with totals as (
  select order_id, count(*)::integer as lines, sum(quantity)::bigint as units,
    sum(gross) as gross, sum(discount) as discount, sum(net) as net
  from final_sales group by order_id
)
select o.order_id, o.date_key, o.customer_key, o.ordered_at, o.hour, o.status, o.channel, o.currency, o.fx_rate, o.ship_country,
  o.payment_method, o.coupon_code, o.shipping_amount as shipping_original, o.tax_amount as tax_original,
  o.discount_amount as discount_original,
  coalesce(t.lines, 0) as lines, coalesce(t.units, 0) as units,
  coalesce(t.gross, 0)::decimal(18,2) as gross, coalesce(t.discount, 0)::decimal(18,2) as discount, coalesce(t.net, 0)::decimal(18,2) as net,
  o.shipping, o.tax, (coalesce(t.net, 0) + o.shipping + o.tax)::decimal(18,2) as total,
  o.customer_type, o.is_first_order, o.updated_at, o.file_id as source_file_id, o.record_number as source_row
from placed_orders o
left join totals t on t.order_id = o.order_id
