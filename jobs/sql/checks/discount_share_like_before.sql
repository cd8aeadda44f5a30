-- level: statistical
-- severity: warning
-- threshold: 15 percentage points
-- uses: recent_days, recent_weeks
-- description: Discounts as a share of gross sales are in the last week of complete days about what they were in the four weeks before.
-- what_to_do: Look whether discounts are exported twice (on the line and on the order); a campaign explains it as well.
select round(100.0 * new_discounts / nullif(new_gross, 0), 2) as last_week, round(100.0 * old_discounts / nullif(old_gross, 0), 2) as four_weeks_before,
  too_little as passes_because
from recent_weeks
where too_little is not null
  or abs(100.0 * new_discounts / nullif(new_gross, 0) - 100.0 * old_discounts / nullif(old_gross, 0)) > :threshold
