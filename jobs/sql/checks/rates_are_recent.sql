-- level: freshness
-- severity: warning
-- threshold: 35 days
-- description: Orders in a foreign currency are converted at a rate that is not old.
-- what_to_do: Load newer exchange rates: the orders since then are restated by themselves.
select d.currency, count(*) as days, max(to_date(d.date_key::text, 'YYYYMMDD') - r.rate_date) as oldest_rate_in_days
from (select distinct o.currency, o.date_key from warehouse.fact_orders o join staging.touched_days using (date_key) where o.currency <> :currency) d
cross join lateral (
  select x.rate_date from warehouse.exchange_rates x
  where x.currency = d.currency and x.rate_date <= to_date(d.date_key::text, 'YYYYMMDD') order by x.rate_date desc limit 1
) r
where to_date(d.date_key::text, 'YYYYMMDD') - r.rate_date > :threshold
group by d.currency
