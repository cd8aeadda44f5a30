-- grain: one version of a product, as the warehouse will hold them after this run
with versions as (
  select product_key, product_id, valid_from, valid_to, unit_cost, supplier_id from versions_products
  union all
  select s.product_key, s.product_id, s.valid_from, s.valid_to, s.unit_cost, s.supplier_id
  from state_products s
  anti join versions_products v on v.product_id = s.product_id
)
select v.*, s.supplier_key
from versions v
left join supplier_keys s on s.supplier_id = v.supplier_id
