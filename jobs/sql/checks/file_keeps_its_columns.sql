-- level: file
-- severity: warning
-- description: A file has every column that the last file of its entity, from an earlier load, had.
-- what_to_do: If the shop’s export was changed on purpose this warns once; else put the column back and export again, as rows now load with it empty.
with arrived as (
  select f.id, f.name, f.entity, f.header, array(select replace(lower(trim(h)), ' ', '_') from unnest(f.header) h) as columns
  from pipeline.source_files f where f.run_id = :run_id and f.status = 'loaded'
),
compared as (
  select a.id, a.name, a.entity, a.columns, b.name as earlier_file,
    array(select replace(lower(trim(h)), ' ', '_') from unnest(b.header) h) as earlier_columns
  from arrived a
  cross join lateral (
    select b.name, b.header from pipeline.source_files b
    where b.entity = a.entity and b.status = 'loaded' and b.run_id <> :run_id order by b.id desc limit 1
  ) b
)
select c.id as file_id, c.name, c.entity, missing as missing_column, c.earlier_file
from compared c cross join lateral unnest(c.earlier_columns) missing
where missing <> all (c.columns)
