-- level: business rule
-- severity: warning
-- description: Suppliers of active products have a contract that has not ended.
-- what_to_do: Renew the contract, enter its new end, or move the products to another supplier.
select s.supplier_id, s.supplier_name, s.contract_end, count(*) as active_products, s.source_file_id as file_id, s.source_row as record
from warehouse.dim_suppliers s
join warehouse.dim_products p using (supplier_key)
where s.contract_status = 'ended' and p.is_current and p.status is distinct from 'discontinued'
group by s.supplier_key
