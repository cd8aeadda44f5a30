-- level: statistical
-- severity: warning
-- threshold: 2 times more or less
-- uses: recent_days, recent_weeks
-- description: The average gross order of the last week of complete days is about that of the four weeks before.
-- what_to_do: Look for lines that are missing or doubled, and for prices in another currency or without their decimal point.
select round(new_gross / nullif(new_orders, 0), 2) as last_week, round(old_gross / nullif(old_orders, 0), 2) as four_weeks_before,
  too_little as passes_because
from recent_weeks
where too_little is not null
  or new_gross * old_orders > :threshold * old_gross * new_orders or new_gross * old_orders * :threshold < old_gross * new_orders
