-- level: reconciliation
-- severity: blocking
-- description: Number, units and net amount of an order’s lines are those of the order.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
-- Gross and discount follow: they make up net on both sides, and their totals are compared by day.
-- Days are compared first, each order’s net multiplied by a number of its own; only the orders of a day that differs
-- are added up one by one (a group for each of 400,000 orders took three times as long).
with line_days as (
  select s.date_key, count(*) as lines, sum(s.quantity) as units, sum(s.net * (hashtext(s.order_id) & 255)) as marked_net
  from warehouse.fact_sales s join staging.touched_days using (date_key) group by s.date_key
),
order_days as (
  select o.date_key, sum(o.lines) as lines, sum(o.units) as units, sum(o.net * (hashtext(o.order_id) & 255)) as marked_net
  from warehouse.fact_orders o join staging.touched_days using (date_key) group by o.date_key
),
odd_days as materialized (
  select date_key from line_days l full join order_days o using (date_key)
  where (coalesce(l.lines, 0), coalesce(l.units, 0), coalesce(l.marked_net, 0))
    is distinct from (coalesce(o.lines, 0), coalesce(o.units, 0), coalesce(o.marked_net, 0))
),
parts as (
  select o.date_key, o.order_id, o.lines, o.units, null::integer as quantity, o.net, o.source_file_id, o.source_row
  from warehouse.fact_orders o join odd_days using (date_key) where exists (select from odd_days)
  union all
  select s.date_key, s.order_id, -1, null, s.quantity, -s.net, null, null
  from warehouse.fact_sales s join odd_days using (date_key) where exists (select from odd_days)
)
select order_id, date_key, sum(lines) as more_lines, coalesce(max(units), 0) - coalesce(sum(quantity), 0) as more_units,
  sum(net) as more_net, max(source_file_id) as file_id, max(source_row) as record
from parts
group by date_key, order_id
having sum(lines) <> 0 or coalesce(max(units), 0) <> coalesce(sum(quantity), 0) or sum(net) <> 0
