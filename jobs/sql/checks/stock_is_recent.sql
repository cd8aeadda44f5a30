-- level: freshness
-- severity: warning
-- threshold: 7 days behind the orders
-- description: Where stock movements are loaded, the newest is not much older than the newest order.
-- what_to_do: Export the stock movements since then: on-hand stock and days of cover are out of date.
select to_date(m.newest::text, 'YYYYMMDD') as newest_movement, to_date(o.newest::text, 'YYYYMMDD') as newest_order
from (select max(date_key) as newest from warehouse.inventory_daily) m
cross join (select max(date_key) as newest from warehouse.sales_daily where orders > 0) o
where to_date(o.newest::text, 'YYYYMMDD') - to_date(m.newest::text, 'YYYYMMDD') > :threshold
