-- Whole calendar years before the first and after the last fact.
with used as (
  select min(date_key) / 10000 as first, max(date_key) / 10000 as last
  from (
    select min(date_key) as date_key from warehouse.fact_orders union all select max(date_key) from warehouse.fact_orders
    union all select min(date_key) from warehouse.fact_refunds union all select max(date_key) from warehouse.fact_refunds
    union all select min(date_key) from warehouse.inventory_movements union all select max(date_key) from warehouse.inventory_movements
  ) bounds
)
delete from warehouse.dim_dates d using used
where d.year < used.first or d.year > used.last;
