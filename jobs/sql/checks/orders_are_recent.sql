-- level: freshness
-- severity: warning
-- description: The newest order is at most three days old.
select max(date_key) as newest
from warehouse.sales_daily
where orders > 0
having max(date_key) < to_char(current_date - 3, 'YYYYMMDD')::integer
