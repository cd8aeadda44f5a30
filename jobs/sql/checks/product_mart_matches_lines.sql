-- level: reconciliation
-- severity: blocking
-- description: Per changed day, product_daily shows the lines, units, gross sales, discounts and costs of the sold order lines.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
with lines as (
  select s.date_key, count(*) as lines, sum(s.quantity) as units, sum(s.gross) as gross, sum(s.discount) as discounts, coalesce(sum(s.cost), 0) as cost
  from warehouse.fact_sales s join staging.touched_days using (date_key)
  where s.status in ('paid', 'shipped', 'completed', 'refunded') group by s.date_key
),
mart as (
  select d.date_key, sum(d.lines) as lines, sum(d.units) as units, sum(d.gross) as gross, sum(d.discounts) as discounts, sum(d.cost) as cost
  from warehouse.product_daily d join staging.touched_days using (date_key) group by d.date_key
)
select date_key, l.lines, m.lines as mart_lines, l.gross, m.gross as mart_gross
from lines l full join mart m using (date_key)
where (coalesce(l.lines, 0), coalesce(l.units, 0), coalesce(l.gross, 0), coalesce(l.discounts, 0), coalesce(l.cost, 0))
  is distinct from (coalesce(m.lines, 0), coalesce(m.units, 0), coalesce(m.gross, 0), coalesce(m.discounts, 0), coalesce(m.cost, 0))
