-- level: statistical
-- severity: warning
-- threshold: 20 % up or down
-- description: An exchange rate does not jump from the one before it.
-- what_to_do: Look whether the rate is upside down (one unit of the reporting currency instead of one of the foreign) or of another currency.
select r.currency, r.rate_date, r.rate_before, r.rate, r.source_file_id as file_id, r.source_row as record
from (
  select currency, rate_date, rate, lag(rate) over (partition by currency order by rate_date) as rate_before, source_file_id, source_row
  from warehouse.exchange_rates
) r
join staging.exchange_rates using (currency, rate_date)
where abs(r.rate - r.rate_before) > 0.01 * :threshold * r.rate_before
