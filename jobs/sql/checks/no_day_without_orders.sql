-- level: statistical
-- severity: warning
-- threshold: 10 orders on a usual day
-- uses: recent_days
-- description: In a shop that sells every day, none of the last 28 complete days is without an order.
-- what_to_do: Export the missing days again; if the shop was closed, leave the warning.
with usual as (
  select count(*) as days, percentile_cont(0.5) within group (order by orders) as median from recent_days where days_ago < 28
)
select r.date, u.median as usual_orders,
  case when u.days < 28 then format('too little history: %s of 28 days', u.days)
       when u.median < :threshold then format('too few orders a day to tell: usually %s', u.median) end as passes_because
from usual u left join recent_days r on u.days = 28 and u.median >= :threshold and r.days_ago < 28 and r.orders = 0
where u.days < 28 or u.median < :threshold or r.date is not null
