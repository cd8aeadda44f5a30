-- grain: one order record whose customer or exchange rate is not there
with first_rates as (
  select currency, min(rate_date) as first_date from known_exchange_rates group by currency
)
select o.file_id, o.record_number,
  case when o.customer_id is not null and c.customer_id is null then 'unknown_customer' else 'missing_rate' end as rule,
  case when o.customer_id is not null and c.customer_id is null then 'customer_id' else 'currency' end as column_name,
  case when o.customer_id is not null and c.customer_id is null then o.customer_id else o.currency end as value,
  case when o.customer_id is not null and c.customer_id is null
    then 'customer ' || o.customer_id || ' is not loaded: the order waits and loads by itself once a customers file brings it'
    else 'no exchange rate for ' || o.currency || ' at or before ' || timezone(getvariable('store_timezone'), o.ordered_at)::date
      || ': the order waits until an exchange_rates file brings one' end as message,
  'waiting' as state
from valid_orders o
left join known_customers c on c.customer_id = o.customer_id
left join first_rates r on r.currency = o.currency
where (o.customer_id is not null and c.customer_id is null)
  or (o.currency is not null and o.currency <> getvariable('reporting_currency')
    and (r.first_date is null or r.first_date > timezone(getvariable('store_timezone'), o.ordered_at)::date))
