-- grain: one complete day of the last nine weeks, also without orders; the newest day may not be over and is left out
with bounds as (
  select to_date(min(date_key)::text, 'YYYYMMDD') as first_day, to_date(max(date_key)::text, 'YYYYMMDD') - 1 as last_day
  from warehouse.sales_daily where orders > 0
)
select d.date, b.last_day - d.date as days_ago, coalesce(sum(s.orders), 0) as orders, coalesce(sum(s.gross), 0) as gross,
  coalesce(sum(s.discounts), 0) as discounts, coalesce(sum(s.returns), 0) as returns,
  coalesce(sum(s.gross - s.discounts), 0) as net, coalesce(sum(s.costed_net), 0) as costed_net,
  coalesce(sum(s.orders) filter (where s.customer_type = 'guest'), 0) as guest_orders,
  coalesce(sum(s.orders) filter (where s.customer_type = 'new'), 0) as new_orders
from bounds b
join warehouse.dim_dates d on d.date between greatest(b.first_day, b.last_day - 62) and b.last_day
left join warehouse.sales_daily s using (date_key)
group by d.date, b.last_day
