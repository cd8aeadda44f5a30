-- level: file
-- severity: warning
-- description: No file of this load was refused as a whole.
-- what_to_do: Open the file: its message says what it lacks. Export it again and drop in the mended one; the other files are loaded.
select id as file_id, name, reject_code, reject_message
from pipeline.source_files
where run_id = :run_id and status = 'rejected'
