-- level: business rule
-- severity: blocking
-- description: An order in a foreign currency is converted at the latest rate at or before its day.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select d.currency, d.date_key, d.fx_rate, r.rate, r.rate_date, d.orders, d.an_order, d.file_id, d.record
from (
  select o.currency, o.date_key, o.fx_rate, count(*) as orders, min(o.order_id) as an_order,
    min(o.source_file_id) as file_id, min(o.source_row) as record
  from warehouse.fact_orders o
  join staging.touched_days using (date_key)
  where o.currency <> :currency
  group by o.currency, o.date_key, o.fx_rate
) d
left join lateral (
  select x.rate, x.rate_date from warehouse.exchange_rates x
  where x.currency = d.currency and x.rate_date <= to_date(d.date_key::text, 'YYYYMMDD') order by x.rate_date desc limit 1
) r on true
where d.fx_rate is distinct from r.rate
