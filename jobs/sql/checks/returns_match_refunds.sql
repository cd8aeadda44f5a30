-- level: reconciliation
-- severity: blocking
-- description: Per changed day, the returns of sales_daily are the refunds of sold orders, by the day of the refund and by the day of the order.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
with refunds as (
  select date_key, sum(returns) as returns, sum(units) as units, sum(by_order_date) as by_order_date
  from (
    select date_key, amount as returns, quantity as units, 0 as by_order_date from warehouse.fact_refunds where status in ('paid', 'shipped', 'completed', 'refunded')
    union all
    select order_date_key, 0, 0, amount from warehouse.fact_refunds where status in ('paid', 'shipped', 'completed', 'refunded')
  ) both_days
  join staging.touched_days using (date_key) group by date_key
),
mart as (
  select d.date_key, sum(d.returns) as returns, sum(d.returned_units) as units, sum(d.returns_by_order_date) as by_order_date
  from warehouse.sales_daily d join staging.touched_days using (date_key) group by d.date_key
)
select date_key, r.returns, m.returns as mart_returns, r.by_order_date, m.by_order_date as mart_by_order_date
from refunds r full join mart m using (date_key)
where (coalesce(r.returns, 0), coalesce(r.units, 0), coalesce(r.by_order_date, 0))
  is distinct from (coalesce(m.returns, 0), coalesce(m.units, 0), coalesce(m.by_order_date, 0))
