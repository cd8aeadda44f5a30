-- level: statistical
-- severity: warning
-- threshold: 20 percentage points
-- uses: recent_days, recent_weeks
-- description: Returns as a share of gross sales are in the last week of complete days about what they were in the four weeks before.
-- what_to_do: Look whether refunds are missing or were loaded twice under new ids.
select round(100.0 * new_returns / nullif(new_gross, 0), 2) as last_week, round(100.0 * old_returns / nullif(old_gross, 0), 2) as four_weeks_before,
  too_little as passes_because
from recent_weeks
where too_little is not null
  or abs(100.0 * new_returns / nullif(new_gross, 0) - 100.0 * old_returns / nullif(old_gross, 0)) > :threshold
