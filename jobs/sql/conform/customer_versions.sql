-- grain: one version of a customer this run refers to
select customer_key, customer_id, valid_from, valid_to from versions_customers
union all
select s.customer_key, s.customer_id, s.valid_from, s.valid_to
from state_customers s
anti join versions_customers v on v.customer_id = s.customer_id
