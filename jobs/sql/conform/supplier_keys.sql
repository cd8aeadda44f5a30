-- grain: one supplier with its surrogate key, known ones first
select supplier_id, supplier_key from state_suppliers
union all
select d.supplier_id,
  ((select coalesce(max(supplier_key), 0) from state_suppliers) + row_number() over (order by d.supplier_id))::integer
from decided_suppliers d
anti join state_suppliers s on s.supplier_id = d.supplier_id
