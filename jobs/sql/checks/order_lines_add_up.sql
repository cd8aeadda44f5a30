-- level: reconciliation
-- severity: blocking
-- description: Number, units, gross and discount of an order’s lines are those of the order.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
with parts as (
  select o.date_key, o.order_id, o.lines, o.units, null::integer as quantity, o.gross, o.discount, o.source_file_id, o.source_row
  from warehouse.fact_orders o join staging.touched_days using (date_key)
  union all
  select s.date_key, s.order_id, -1, null, s.quantity, -s.gross, -s.discount, null, null
  from warehouse.fact_sales s join staging.touched_days using (date_key)
)
select order_id, date_key, sum(lines) as more_lines, coalesce(max(units), 0) - coalesce(sum(quantity), 0) as more_units,
  sum(gross) as more_gross, sum(discount) as more_discount, max(source_file_id) as file_id, max(source_row) as record
from parts
group by date_key, order_id
having sum(lines) <> 0 or coalesce(max(units), 0) <> coalesce(sum(quantity), 0) or sum(gross) <> 0 or sum(discount) <> 0
