-- grain: one order line to write, in the reporting currency, before the order's discount is shared out
select i.order_id, i.line_number, i.product_id, i.quantity, i.unit_price, i.discount_amount, i.unit_cost, i.file_id, i.record_number,
  o.date_key, o.ordered_at, o.customer_key, o.status, o.channel, o.currency, o.ship_country, o.customer_type, o.order_discount,
  case when o.fx_rate = 1 then round(i.quantity * i.unit_price, 2)
       else round(i.quantity * i.unit_price * o.fx_rate, 2) end::decimal(18,2) as gross,
  case when i.discount_amount is null then 0
       when o.fx_rate = 1 then i.discount_amount
       else round(i.discount_amount * o.fx_rate, 2) end::decimal(18,2) as line_discount
from source_order_items i
join placed_orders o on o.order_id = i.order_id
