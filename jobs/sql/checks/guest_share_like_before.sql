-- level: statistical
-- severity: warning
-- threshold: 25 percentage points
-- uses: recent_days, recent_weeks
-- description: The share of orders without a customer is in the last week of complete days about what it was in the four weeks before.
-- what_to_do: Look whether customer_id is filled in the export of orders.
select round(100.0 * new_guest_orders / nullif(new_orders, 0), 2) as last_week, round(100.0 * old_guest_orders / nullif(old_orders, 0), 2) as four_weeks_before,
  too_little as passes_because
from recent_weeks
where too_little is not null
  or abs(100.0 * new_guest_orders / nullif(new_orders, 0) - 100.0 * old_guest_orders / nullif(old_orders, 0)) > :threshold
