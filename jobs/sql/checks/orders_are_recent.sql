-- level: freshness
-- severity: warning
-- threshold: 3 days
-- description: The newest order is only a few days old.
-- what_to_do: Export the orders since then; if the shop sold nothing, leave the warning.
select to_date(max(date_key)::text, 'YYYYMMDD') as newest, :today - to_date(max(date_key)::text, 'YYYYMMDD') as days_old
from warehouse.sales_daily
where orders > 0
having to_date(max(date_key)::text, 'YYYYMMDD') < :today - :threshold::integer
