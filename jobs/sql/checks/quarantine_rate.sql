-- level: statistical
-- severity: warning
-- description: At most 5 % of a file's rows are in quarantine.
select id, name, rows_read, rows_quarantined
from pipeline.source_files
where status = 'loaded' and rows_quarantined > 0.05 * rows_read
