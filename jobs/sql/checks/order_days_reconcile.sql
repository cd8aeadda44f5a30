-- level: reconciliation
-- severity: blocking
-- description: Per day, the orders' mart (from fact_orders) and the products' mart (from fact_sales) show the same units, gross sales, discounts, returns and costs.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
with by_orders as (
  select date_key, sum(lines) as lines, sum(units) as units, sum(gross) as gross, sum(discounts) as discounts, sum(cost) as cost,
    sum(costed_net) as costed_net, sum(returns) as returns, sum(returned_cost) as returned_cost, sum(returns_by_order_date) as returns_by_order_date
  from warehouse.sales_daily group by date_key
),
by_products as (
  select date_key, sum(lines) as lines, sum(units) as units, sum(gross) as gross, sum(discounts) as discounts, sum(cost) as cost,
    sum(costed_net) as costed_net, sum(returns) as returns, sum(returned_cost) as returned_cost, sum(returns_by_order_date) as returns_by_order_date
  from warehouse.product_daily group by date_key
)
select coalesce(o.date_key, p.date_key) as date_key, o.gross as gross_by_orders, p.gross as gross_by_products
from by_orders o full join by_products p using (date_key)
where (o.lines, o.units, o.gross, o.discounts, o.cost, o.costed_net, o.returns, o.returned_cost, o.returns_by_order_date)
  is distinct from (p.lines, p.units, p.gross, p.discounts, p.cost, p.costed_net, p.returns, p.returned_cost, p.returns_by_order_date)
