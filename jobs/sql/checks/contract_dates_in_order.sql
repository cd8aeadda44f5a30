-- level: row
-- severity: warning
-- description: A supplier’s contract does not end before it starts.
-- what_to_do: Correct contract_start or contract_end of the supplier.
select supplier_id, supplier_name, contract_start, contract_end, source_file_id as file_id, source_row as record
from warehouse.dim_suppliers
where contract_end < contract_start
