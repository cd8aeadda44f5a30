-- level: freshness
-- severity: warning
-- threshold: 30 days behind the orders
-- description: Where refunds are loaded, the newest is not much older than the newest order.
-- what_to_do: Export the refunds since then: net sales look higher than they are.
select to_date(r.newest::text, 'YYYYMMDD') as newest_refund, to_date(o.newest::text, 'YYYYMMDD') as newest_order
from (select max(date_key) as newest from warehouse.sales_daily where returned_units > 0 or returns > 0) r
cross join (select max(date_key) as newest from warehouse.sales_daily where orders > 0) o
where to_date(o.newest::text, 'YYYYMMDD') - to_date(r.newest::text, 'YYYYMMDD') > :threshold
