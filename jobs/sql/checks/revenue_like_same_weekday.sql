-- level: statistical
-- severity: warning
-- threshold: 5 times more or less
-- uses: recent_days
-- description: Gross sales of the last complete day are neither many times more nor many times less than the median of the eight same weekdays before.
-- what_to_do: Compare the day with the shop’s own report: is a file missing, or loaded with a wrong currency? A sale or a holiday explains it as well.
with last_day as (select date, gross from recent_days where days_ago = 0),
usual as (
  select count(*) as weeks, percentile_cont(0.5) within group (order by gross)::numeric as median
  from recent_days where days_ago > 0 and days_ago % 7 = 0 and days_ago <= 56
)
select l.date, l.gross, round(u.median, 2) as usual,
  case when u.weeks < 8 then format('too little history: %s of 8 same weekdays', u.weeks)
       when u.median = 0 then 'on most of the eight same weekdays nothing was sold' end as passes_because
from usual u left join last_day l on true
where u.weeks < 8 or u.median = 0 or l.gross * :threshold < u.median or l.gross > u.median * :threshold
