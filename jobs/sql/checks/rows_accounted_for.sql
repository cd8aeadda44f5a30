-- level: reconciliation
-- severity: blocking
-- description: For every file ever loaded, rows read = loaded + unchanged + superseded + quarantined, and the quarantined ones are all kept.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select f.id as file_id, f.name, f.rows_read, f.rows_loaded, f.rows_unchanged, f.rows_superseded, f.rows_quarantined, coalesce(q.kept, 0) as kept
from pipeline.source_files f
left join (
  select file_id, count(*) as kept from pipeline.quarantine where state <> 'released' group by file_id
) q on q.file_id = f.id
where f.status = 'loaded'
  and (f.rows_read <> f.rows_loaded + f.rows_unchanged + f.rows_superseded + f.rows_quarantined
    or f.rows_quarantined <> coalesce(q.kept, 0))
