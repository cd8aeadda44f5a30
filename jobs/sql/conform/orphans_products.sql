-- grain: one product record whose supplier is not there
select p.file_id, p.record_number, 'unknown_supplier' as rule, 'supplier_id' as column_name, p.supplier_id as value,
  'supplier ' || p.supplier_id || ' is not loaded: the product waits and loads by itself once a suppliers file brings it' as message,
  'waiting' as state
from valid_products p
anti join known_suppliers s on s.supplier_id = p.supplier_id
where p.supplier_id is not null
