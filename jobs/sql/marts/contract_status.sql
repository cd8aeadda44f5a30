-- Contract status of every supplier as of the day of the load ($1); only rows that change are written.
update warehouse.dim_suppliers s set contract_status = n.status
from (
  select supplier_key,
    case when contract_start is null and contract_end is null then 'none'
         when contract_start > $1::date then 'upcoming'
         when contract_end < $1::date then 'ended'
         else 'active' end as status
  from warehouse.dim_suppliers
) n
where n.supplier_key = s.supplier_key and n.status <> s.contract_status;
