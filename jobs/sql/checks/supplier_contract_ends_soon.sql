-- level: freshness
-- severity: warning
-- threshold: 30 days ahead
-- description: No contract of a supplier with active products ends within the next weeks.
-- what_to_do: Renew the contract in time, and load the supplier with its new contract_end.
select s.supplier_id, s.supplier_name, s.contract_end, count(*) as active_products, s.source_file_id as file_id, s.source_row as record
from warehouse.dim_suppliers s
join warehouse.dim_products p using (supplier_key)
where s.contract_end between :today and :today + :threshold::integer and p.is_current and p.status is distinct from 'discontinued'
group by s.supplier_key
