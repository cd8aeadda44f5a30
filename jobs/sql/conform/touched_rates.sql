-- grain: one span of days whose exchange rate is another than before this run
select k.currency, k.rate_date as from_date, k.next_date as to_date
from known_exchange_rates k
join decided_exchange_rates d on d.currency = k.currency and d.rate_date = k.rate_date
where d.fate = 'loaded'
