-- grain: one foreign currency × day with an order, with the rate that governs it
with days as (
  select distinct currency, timezone(getvariable('store_timezone'), ordered_at)::date as order_date
  from source_orders
  where currency <> getvariable('reporting_currency')
)
select d.currency, d.order_date, k.rate
from days d
join known_exchange_rates k on k.currency = d.currency and d.order_date >= k.rate_date and d.order_date < k.next_date
