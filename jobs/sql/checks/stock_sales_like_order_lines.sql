-- level: reconciliation
-- severity: warning
-- threshold: 20 % apart
-- uses: recent_days
-- description: Where a shop exports sale movements, the units that left stock as sales in the last four complete weeks are about those of the order lines.
-- what_to_do: Load the missing stock movements or orders of these weeks; a lasting difference means that one export leaves a channel out.
with days as (select min(date_key) as first_key, max(date_key) as last_key
  from recent_days r join warehouse.dim_dates d using (date) where r.days_ago < 28),
moved as (
  select coalesce(-sum(i.sold), 0) as units from days join warehouse.inventory_daily i on i.date_key between days.first_key and days.last_key
),
sold as (
  select coalesce(sum(s.units), 0) as units from days join warehouse.sales_daily s on s.date_key between days.first_key and days.last_key
)
select m.units as units_moved, s.units as units_sold,
  case when m.units = 0 then 'the shop exports no stock movements of type sale'
       when s.units < 100 then format('too few units to compare: %s sold in four weeks', s.units) end as passes_because
from moved m cross join sold s
where m.units = 0 or s.units < 100 or abs(m.units - s.units) > 0.01 * :threshold * s.units
