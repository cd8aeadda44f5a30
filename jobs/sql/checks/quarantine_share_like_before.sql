-- level: statistical
-- severity: warning
-- threshold: 3 percentage points
-- uses: earlier_loads, earlier_files
-- description: The share of rows kept aside is in this load not much higher than in the five before.
-- what_to_do: Open the quarantine of this run, grouped by rule: a new fault of the export shows there first.
with loads as (
  select is_new, sum(rows_read) as rows_read, sum(rows_quarantined) as kept from earlier_files group by is_new
),
compared as (
  select max(rows_read) filter (where is_new) as new_rows, max(rows_read) filter (where not is_new) as old_rows,
    max(100.0 * kept / nullif(rows_read, 0)) filter (where is_new) as new_share,
    max(100.0 * kept / nullif(rows_read, 0)) filter (where not is_new) as old_share
  from loads
)
select round(new_share, 2) as percent_kept_aside, round(old_share, 2) as percent_before,
  case when old_rows is null then 'there is no earlier load'
       when old_rows < 100 or coalesce(new_rows, 0) < 20 then format('too little to compare: %s rows of this load, %s of the five before', coalesce(new_rows, 0), old_rows) end as passes_because
from compared
where coalesce(old_rows, 0) < 100 or coalesce(new_rows, 0) < 20 or new_share - old_share > :threshold
