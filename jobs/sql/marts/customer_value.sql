-- grain: one known customer with a sold order, to date; runs on PostgreSQL and on DuckDB
with buyers as (
  select c.customer_id, c.customer_key, c.is_current
  from warehouse.dim_customers c
  join staging.touched_buyers t using (customer_id)
),
bought as (
  select b.customer_id, min(o.ordered_at) as first_order_at, max(o.ordered_at) as last_order_at,
    min(o.date_key) as first_date_key, max(o.date_key) as last_date_key,
    count(*) as orders, count(distinct o.date_key) as purchase_days, sum(o.units) as units,
    sum(o.gross) as gross, sum(o.discount) as discounts
  from warehouse.fact_orders o
  join buyers b using (customer_key)
  where o.status in ('paid', 'shipped', 'completed', 'refunded') and o.lines > 0
  group by b.customer_id
),
costs as (
  select b.customer_id, sum(s.cost) as cost
  from warehouse.fact_sales s
  join buyers b using (customer_key)
  where s.status in ('paid', 'shipped', 'completed', 'refunded')
  group by b.customer_id
),
returned as (
  select b.customer_id, sum(r.amount) as returns, sum(r.cost) as returned_cost
  from warehouse.fact_refunds r
  join buyers b using (customer_key)
  where r.status in ('paid', 'shipped', 'completed', 'refunded')
  group by b.customer_id
)
select o.customer_id, b.customer_key,
  make_date(floor(o.first_date_key / 10000.0)::integer, ((o.first_date_key % 10000 - o.first_date_key % 100) / 100)::integer, 1) as cohort_month,
  o.first_order_at, o.last_order_at, o.first_date_key, o.last_date_key, o.orders, o.purchase_days, o.units,
  o.gross, o.discounts, coalesce(r.returns, 0), coalesce(c.cost, 0), coalesce(r.returned_cost, 0)
from bought o
join buyers b on b.customer_id = o.customer_id and b.is_current
left join costs c on c.customer_id = o.customer_id
left join returned r on r.customer_id = o.customer_id
