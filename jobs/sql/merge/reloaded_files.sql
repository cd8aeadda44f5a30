-- Files that were loaded before keep their books; only records that are newly refused move to the quarantined ones.
with fresh as (
  select s.file_id, count(*) as refused
  from staging.quarantine s
  join pipeline.source_files f on f.id = s.file_id and f.status = 'loaded'
  left join pipeline.quarantine held on held.file_id = s.file_id and held.record_number = s.record_number
  where held.file_id is null
  group by s.file_id
),
moved as (
  select f.id, n.refused,
    least(f.rows_loaded, n.refused) as of_loaded,
    least(f.rows_unchanged, greatest(0, n.refused - f.rows_loaded)) as of_unchanged,
    greatest(0, n.refused - f.rows_loaded - f.rows_unchanged) as of_superseded
  from fresh n join pipeline.source_files f on f.id = n.file_id
)
update pipeline.source_files f
set rows_quarantined = f.rows_quarantined + m.refused, rows_loaded = f.rows_loaded - m.of_loaded,
  rows_unchanged = f.rows_unchanged - m.of_unchanged, rows_superseded = f.rows_superseded - m.of_superseded
from moved m
where m.id = f.id;
