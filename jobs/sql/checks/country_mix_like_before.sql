-- level: statistical
-- severity: warning
-- threshold: 25 percentage points
-- uses: recent_days, recent_weeks
-- description: No country’s share of the orders moved much between the four weeks before and the last week of complete days.
-- what_to_do: Look whether ship_country is filled and spelt as before.
with mix as (
  select s.ship_country, coalesce(sum(s.orders) filter (where s.date_key >= w.new_from), 0) as new_orders,
    coalesce(sum(s.orders) filter (where s.date_key < w.new_from), 0) as old_orders
  from recent_weeks w join warehouse.sales_daily s on s.date_key between w.old_from and w.new_to
  group by s.ship_country
)
select m.ship_country, round(100.0 * m.new_orders / nullif(w.new_orders, 0), 1) as percent_last_week,
  round(100.0 * m.old_orders / nullif(w.old_orders, 0), 1) as percent_four_weeks_before, w.too_little as passes_because
from recent_weeks w left join mix m on w.too_little is null
where w.too_little is not null
  or abs(100.0 * m.new_orders / nullif(w.new_orders, 0) - 100.0 * m.old_orders / nullif(w.old_orders, 0)) > :threshold
