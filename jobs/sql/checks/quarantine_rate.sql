-- level: statistical
-- severity: warning
-- threshold: 5 % of a file’s rows
-- description: Only a small share of a file’s rows is in quarantine.
-- what_to_do: Open the file: its rows kept aside are grouped by rule. Mend the export, or correct the rows and replay them.
select id as file_id, name, rows_read, rows_quarantined
from pipeline.source_files
where run_id = :run_id and status = 'loaded' and rows_quarantined > 0.01 * :threshold * rows_read
