-- grain: one currency × rate_date, as the warehouse will hold them after this run; a rate governs [rate_date, next_date)
with rates as (
  select currency, rate_date, rate from decided_exchange_rates where fate = 'loaded'
  union all
  select s.currency, s.rate_date, s.rate
  from state_exchange_rates s
  anti join (select * from decided_exchange_rates where fate = 'loaded') d
    on d.currency = s.currency and d.rate_date = s.rate_date
)
select currency, rate_date, rate,
  coalesce(lead(rate_date) over (partition by currency order by rate_date), date '9999-12-31') as next_date
from rates
