-- level: file
-- severity: warning
-- threshold: 1 day ahead
-- description: The date in a file’s name is not in the future: its records would overrule those of files that come later.
-- what_to_do: Rename the file to the day it was exported and load it again; correct the records it overruled.
select id as file_id, name, effective_at
from pipeline.source_files
where run_id = :run_id and effective_at > :now + :threshold * interval '1 day'
