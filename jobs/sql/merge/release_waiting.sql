-- Rows kept aside that got in after all move, in the books of their file, from quarantined to what became of them.
update pipeline.source_files f
set rows_quarantined = f.rows_quarantined - n.all_rows, rows_loaded = f.rows_loaded + n.loaded,
  rows_unchanged = f.rows_unchanged + n.unchanged, rows_superseded = f.rows_superseded + n.superseded
from (
  select file_id, count(*) as all_rows, count(*) filter (where fate = 'loaded') as loaded,
    count(*) filter (where fate = 'unchanged') as unchanged, count(*) filter (where fate = 'superseded') as superseded
  from staging.released group by file_id
) n
where n.file_id = f.id;
