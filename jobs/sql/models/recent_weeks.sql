-- grain: one row: the last week of complete days (new_) beside the four weeks before it (old_), and why they cannot be compared, if so
select w.*, case when w.old_days < 28 then format('too little history: %s of 28 days before the last week', w.old_days)
    when w.old_orders < 100 or w.new_orders < 20
    then format('too few orders to compare: %s in the last week, %s in the four weeks before', w.new_orders, w.old_orders) end as too_little
from (
  select count(*) filter (where days_ago between 7 and 34) as old_days,
    to_char(max(date) - 34, 'YYYYMMDD')::integer as old_from, to_char(max(date) - 6, 'YYYYMMDD')::integer as new_from,
    to_char(max(date), 'YYYYMMDD')::integer as new_to,
    coalesce(sum(orders) filter (where days_ago < 7), 0) as new_orders,
    coalesce(sum(orders) filter (where days_ago between 7 and 34), 0) as old_orders,
    coalesce(sum(gross) filter (where days_ago < 7), 0) as new_gross,
    coalesce(sum(gross) filter (where days_ago between 7 and 34), 0) as old_gross,
    coalesce(sum(discounts) filter (where days_ago < 7), 0) as new_discounts,
    coalesce(sum(discounts) filter (where days_ago between 7 and 34), 0) as old_discounts,
    coalesce(sum(costed_net) filter (where days_ago < 7), 0) as new_costed_net,
    coalesce(sum(costed_net) filter (where days_ago between 7 and 34), 0) as old_costed_net,
    coalesce(sum(returns) filter (where days_ago < 7), 0) as new_returns,
    coalesce(sum(returns) filter (where days_ago between 7 and 34), 0) as old_returns,
    coalesce(sum(net) filter (where days_ago < 7), 0) as new_net,
    coalesce(sum(net) filter (where days_ago between 7 and 34), 0) as old_net,
    coalesce(sum(guest_orders) filter (where days_ago < 7), 0) as new_guest_orders,
    coalesce(sum(guest_orders) filter (where days_ago between 7 and 34), 0) as old_guest_orders,
    coalesce(sum(new_orders) filter (where days_ago < 7), 0) as new_first_orders,
    coalesce(sum(new_orders) filter (where days_ago between 7 and 34), 0) as old_first_orders
  from recent_days
) w
