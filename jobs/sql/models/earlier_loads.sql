-- grain: one of the five loads before this one
select run_id from pipeline.warehouse_version where run_id <> :run_id order by version desc limit 5
