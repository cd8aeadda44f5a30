-- grain: one file of this load (is_new) or of the five before it
select f.id, f.entity, f.run_id = :run_id as is_new, f.rows_read, f.rows_quarantined
from pipeline.source_files f
where f.status = 'loaded' and (f.run_id = :run_id or f.run_id in (select run_id from earlier_loads))
