-- level: reconciliation
-- severity: blocking
-- description: Orders and gross sales of all customers in customer_value equal those of the known customers in sales_daily.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
with customers as (
  select coalesce(sum(orders), 0)::numeric as orders, coalesce(sum(gross), 0) as gross, coalesce(sum(returns), 0) as returns from warehouse.customer_value
),
days as (
  select coalesce(sum(orders), 0)::numeric as orders, coalesce(sum(gross), 0) as gross, coalesce(sum(returns), 0) as returns
  from warehouse.sales_daily where customer_type <> 'guest'
)
select c.gross as customers_gross, d.gross as days_gross, c.orders as customers_orders, d.orders as days_orders,
  c.returns as customers_returns, d.returns as days_returns
from customers c cross join days d
where (c.orders, c.gross, c.returns) is distinct from (d.orders, d.gross, d.returns)
