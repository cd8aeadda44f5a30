-- level: statistical
-- severity: warning
-- threshold: 15 percentage points
-- uses: recent_days, recent_weeks
-- description: The share of sales with a known cost is in the last week of complete days about what it was in the four weeks before.
-- what_to_do: Look for products without unit_cost; margins leave out lines without a cost.
select round(100.0 * new_costed_net / nullif(new_net, 0), 2) as last_week, round(100.0 * old_costed_net / nullif(old_net, 0), 2) as four_weeks_before,
  too_little as passes_because
from recent_weeks
where too_little is not null
  or abs(100.0 * new_costed_net / nullif(new_net, 0) - 100.0 * old_costed_net / nullif(old_net, 0)) > :threshold
