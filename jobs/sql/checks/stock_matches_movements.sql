-- level: reconciliation
-- severity: blocking
-- description: Per product, the days of inventory_daily add up to the movements, type by type.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
with days as (
  select d.product_id, sum(d.received) as received, sum(d.sold) as sold, sum(d.returned) as returned, sum(d.adjusted) as adjusted,
    sum(d.transferred) as transferred, sum(d.written_off) as written_off
  from warehouse.inventory_daily d join staging.touched_stock using (product_id) group by d.product_id
),
by_version as (
  select m.product_key, m.movement_type, sum(m.quantity) as units
  from warehouse.dim_products p
  join staging.touched_stock using (product_id)
  join warehouse.inventory_movements m using (product_key)
  group by m.product_key, m.movement_type
),
movements as (
  select p.product_id, coalesce(sum(v.units) filter (where v.movement_type = 'receipt'), 0) as received,
    coalesce(sum(v.units) filter (where v.movement_type = 'sale'), 0) as sold,
    coalesce(sum(v.units) filter (where v.movement_type = 'return'), 0) as returned,
    coalesce(sum(v.units) filter (where v.movement_type = 'adjustment'), 0) as adjusted,
    coalesce(sum(v.units) filter (where v.movement_type = 'transfer'), 0) as transferred,
    coalesce(sum(v.units) filter (where v.movement_type = 'write_off'), 0) as written_off
  from by_version v
  join warehouse.dim_products p using (product_key)
  group by p.product_id
)
select product_id, d.received as received_by_days, m.received as received_by_movements, d.sold as sold_by_days, m.sold as sold_by_movements
from days d full join movements m using (product_id)
where (d.received, d.sold, d.returned, d.adjusted, d.transferred, d.written_off)
  is distinct from (m.received, m.sold, m.returned, m.adjusted, m.transferred, m.written_off)
