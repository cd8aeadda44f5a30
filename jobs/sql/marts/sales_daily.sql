-- grain: one day × channel × country × currency × customer type × segment; runs on PostgreSQL and on DuckDB
with order_cells as (
  select o.date_key, o.channel, o.ship_country, o.currency, o.customer_type, o.customer_key,
    count(*) as orders, sum(o.lines) as lines, sum(o.units) as units, sum(o.gross) as gross, sum(o.discount) as discounts,
    sum(o.shipping) as shipping, sum(o.tax) as taxes, 0::numeric as cost, 0::numeric as costed_net,
    0::numeric as returns, 0::bigint as returned_units, 0::numeric as returned_cost, 0::numeric as costed_returns,
    0::numeric as returns_by_order_date, 0::bigint as returned_units_by_order_date,
    0::numeric as returned_cost_by_order_date, 0::numeric as costed_returns_by_order_date
  from warehouse.fact_orders o
  join staging.touched_days t using (date_key)
  where o.status in ('paid', 'shipped', 'completed', 'refunded') and o.lines > 0
  group by 1, 2, 3, 4, 5, 6
),
cost_cells as (
  select s.date_key, s.channel, s.ship_country, s.currency, s.customer_type, s.customer_key,
    0, 0, 0, 0, 0, 0, 0, sum(s.cost), sum(s.net), 0, 0, 0, 0, 0, 0, 0, 0
  from warehouse.fact_sales s
  join staging.touched_days t using (date_key)
  where s.status in ('paid', 'shipped', 'completed', 'refunded') and s.cost is not null
  group by 1, 2, 3, 4, 5, 6
),
refund_cells as (
  select r.date_key, r.channel, r.ship_country, r.currency, r.customer_type, r.customer_key,
    0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(r.amount), sum(r.quantity), coalesce(sum(r.cost), 0), coalesce(sum(r.amount) filter (where r.cost is not null), 0), 0, 0, 0, 0
  from warehouse.fact_refunds r
  join staging.touched_days t using (date_key)
  where r.status in ('paid', 'shipped', 'completed', 'refunded')
  group by 1, 2, 3, 4, 5, 6
),
refund_cells_by_order_date as (
  select r.order_date_key, r.channel, r.ship_country, r.currency, r.customer_type, r.customer_key,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    sum(r.amount), sum(r.quantity), coalesce(sum(r.cost), 0), coalesce(sum(r.amount) filter (where r.cost is not null), 0)
  from warehouse.fact_refunds r
  join staging.touched_days t on t.date_key = r.order_date_key
  where r.status in ('paid', 'shipped', 'completed', 'refunded')
  group by 1, 2, 3, 4, 5, 6
),
cells as (
  select * from order_cells
  union all select * from cost_cells
  union all select * from refund_cells
  union all select * from refund_cells_by_order_date
)
select c.date_key, coalesce(c.channel, '(none)'), coalesce(c.ship_country::text, '(none)'), c.currency, c.customer_type,
  coalesce(d.segment, '(none)'),
  sum(c.orders), sum(c.lines), sum(c.units), sum(c.gross), sum(c.discounts), sum(c.shipping), sum(c.taxes), sum(c.cost),
  sum(c.costed_net), sum(c.returns), sum(c.returned_units), sum(c.returned_cost), sum(c.costed_returns),
  sum(c.returns_by_order_date), sum(c.returned_units_by_order_date), sum(c.returned_cost_by_order_date),
  sum(c.costed_returns_by_order_date)
from cells c
join warehouse.dim_customers d using (customer_key)
group by 1, 2, 3, 4, 5, 6
