-- level: file
-- severity: blocking
-- description: Every file this run took in is either loaded or refused, none is left in between.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select id as file_id, name, status
from pipeline.source_files
where run_id = :run_id and status not in ('loaded', 'rejected')
