-- grain: one order line of fact_sales, final
with costed as (
  select l.*, p.product_key, coalesce(l.unit_cost, p.unit_cost) as cost_each,
    l.line_discount + coalesce(s.share, 0) as discount
  from priced_lines l
  join product_versions p on p.product_id = l.product_id and l.ordered_at >= p.valid_from and l.ordered_at < p.valid_to
  left join discount_shares s on s.order_id = l.order_id and s.line_number = l.line_number
)
select date_key, order_id, line_number, product_key, customer_key, status, channel, currency, ship_country, customer_type,
  quantity, unit_price, discount_amount as discount_original, unit_cost as given_unit_cost,
  gross, discount::decimal(18,2) as discount, (gross - discount)::decimal(18,2) as net,
  cost_each as unit_cost, round(quantity * cost_each, 2)::decimal(18,2) as cost,
  (gross - discount - round(quantity * cost_each, 2))::decimal(18,2) as profit,
  file_id as source_file_id, record_number as source_row
from costed
