-- grain: one day × product version; runs on PostgreSQL and on DuckDB
with sale_cells as (
  select s.date_key, s.product_key, count(*) as lines, sum(s.quantity) as units, sum(s.gross) as gross,
    sum(s.discount) as discounts, coalesce(sum(s.cost), 0) as cost, coalesce(sum(s.net) filter (where s.cost is not null), 0) as costed_net,
    0::numeric as returns, 0::bigint as returned_units, 0::numeric as returned_cost, 0::numeric as costed_returns,
    0::numeric as returns_by_order_date, 0::bigint as returned_units_by_order_date,
    0::numeric as returned_cost_by_order_date, 0::numeric as costed_returns_by_order_date
  from warehouse.fact_sales s
  join staging.touched_days t using (date_key)
  where s.status in ('paid', 'shipped', 'completed', 'refunded')
  group by 1, 2
),
refund_cells as (
  select r.date_key, r.product_key, 0, 0, 0, 0, 0, 0,
    sum(r.amount), sum(r.quantity), coalesce(sum(r.cost), 0), coalesce(sum(r.amount) filter (where r.cost is not null), 0), 0, 0, 0, 0
  from warehouse.fact_refunds r
  join staging.touched_days t using (date_key)
  where r.status in ('paid', 'shipped', 'completed', 'refunded')
  group by 1, 2
),
refund_cells_by_order_date as (
  select r.order_date_key, r.product_key, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(r.amount), sum(r.quantity), coalesce(sum(r.cost), 0), coalesce(sum(r.amount) filter (where r.cost is not null), 0)
  from warehouse.fact_refunds r
  join staging.touched_days t on t.date_key = r.order_date_key
  where r.status in ('paid', 'shipped', 'completed', 'refunded')
  group by 1, 2
)
select date_key, product_key, sum(lines), sum(units), sum(gross), sum(discounts), sum(cost), sum(costed_net),
  sum(returns), sum(returned_units), sum(returned_cost), sum(costed_returns),
  sum(returns_by_order_date), sum(returned_units_by_order_date), sum(returned_cost_by_order_date), sum(costed_returns_by_order_date)
from (
  select * from sale_cells
  union all select * from refund_cells
  union all select * from refund_cells_by_order_date
) cells
group by 1, 2
