-- level: statistical
-- severity: warning
-- threshold: 10 times more or less
-- uses: earlier_loads
-- description: An entity’s rows of this load are neither many times more nor many times less than the median of the five loads before.
-- what_to_do: Look whether the export is whole, or was made for another period than usual.
with loads as (
  select f.entity, f.run_id, sum(f.rows_read) as rows
  from pipeline.source_files f
  where f.status = 'loaded' and (f.run_id = :run_id or f.run_id in (select run_id from earlier_loads))
  group by f.entity, f.run_id
),
compared as (
  select entity, max(rows) filter (where run_id = :run_id) as rows, count(*) filter (where run_id <> :run_id) as loads,
    percentile_cont(0.5) within group (order by rows) filter (where run_id <> :run_id)::numeric as usual
  from loads group by entity
)
select entity, rows, usual,
  case when loads < 3 then format('too little history: %s of 3 earlier loads with %s', loads, entity) end as passes_because
from compared
where rows is not null and (loads < 3 or rows > usual * :threshold or rows * :threshold < usual)
