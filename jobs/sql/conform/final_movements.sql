-- grain: one stock movement to write, final
with source as (
  select movement_id, product_id, moved_at, movement_type, quantity, unit_cost, reference, location, file_id, record_number
  from decided_inventory_movements where fate = 'loaded'
  union all
  select s.movement_id, s.product_id, s.moved_at, s.movement_type, s.quantity, s.unit_cost, s.reference, s.location,
    case when d.advances then d.file_id else s.file_id end, case when d.advances then d.record_number else s.record_number end
  from state_inventory_movements s
  semi join touched_movements t on t.movement_id = s.movement_id
  left join decided_inventory_movements d on d.movement_id = s.movement_id
  where d.fate is distinct from 'loaded'
),
local as (
  select *, timezone(getvariable('store_timezone'), moved_at) as local_at from source
)
select (year(m.local_at) * 10000 + month(m.local_at) * 100 + day(m.local_at))::integer as date_key,
  m.movement_id, p.product_key, case when m.movement_type = 'receipt' then p.supplier_key end as supplier_key, m.moved_at,
  m.movement_type, m.quantity, m.unit_cost as given_unit_cost, coalesce(m.unit_cost, p.unit_cost) as unit_cost,
  m.reference, m.location, m.file_id as source_file_id, m.record_number as source_row
from local m
join product_versions p on p.product_id = m.product_id and m.moved_at >= p.valid_from and m.moved_at < p.valid_to
