-- level: statistical
-- severity: warning
-- description: Gross sales of the last complete day are between a fifth and five times the median of the eight same weekdays before it.
with days as (
  select d.date, d.weekday, coalesce(sum(s.gross), 0) as gross
  from warehouse.dim_dates d
  left join warehouse.sales_daily s using (date_key)
  where d.date < (select max(x.date) from warehouse.sales_daily y join warehouse.dim_dates x using (date_key) where y.orders > 0)
  group by d.date, d.weekday
),
last_day as (select * from days order by date desc limit 1),
usual as (
  select percentile_cont(0.5) within group (order by gross) as median, count(*) as weeks
  from (
    select d.gross from days d join last_day l on d.weekday = l.weekday and d.date < l.date and d.date >= l.date - 56
  ) before
)
select l.date, l.gross, round(u.median::numeric, 2) as usual
from last_day l cross join usual u
where u.weeks = 8 and u.median > 0 and (l.gross < u.median / 5 or l.gross > u.median * 5)
