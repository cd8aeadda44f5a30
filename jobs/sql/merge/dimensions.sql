-- Rates, suppliers and the versions of products and customers.
insert into warehouse.exchange_rates as held (currency, rate_date, rate, source_file_id, source_row)
select currency, rate_date, rate, source_file_id, source_row from staging.exchange_rates
on conflict (currency, rate_date) do update
set rate = excluded.rate, source_file_id = excluded.source_file_id, source_row = excluded.source_row;

insert into warehouse.dim_suppliers
select * from staging.dim_suppliers
on conflict (supplier_key) do update set
  supplier_name = excluded.supplier_name, contact_email = excluded.contact_email, country = excluded.country,
  contract_start = excluded.contract_start, contract_end = excluded.contract_end,
  payment_terms_days = excluded.payment_terms_days, lead_time_days = excluded.lead_time_days,
  discount_rate = excluded.discount_rate, rating = excluded.rating, updated_at = excluded.updated_at,
  effective_at = excluded.effective_at, source_file_id = excluded.source_file_id, source_row = excluded.source_row;

-- A late version shifts its neighbours' valid_from, which is unique per id: move the old ones out of the way first.
update warehouse.dim_products p set valid_from = timestamptz '0100-01-01 00:00:00+00' + p.product_key * interval '1 second'
from staging.dim_products s where s.product_key = p.product_key and s.valid_from <> p.valid_from;
update warehouse.dim_products p set valid_from = timestamptz '0100-01-01 00:00:00+00' + p.product_key * interval '1 second'
from staging.obsolete_products s where s.product_key = p.product_key;
insert into warehouse.dim_products
select * from staging.dim_products
on conflict (product_key) do update set
  product_name = excluded.product_name, category = excluded.category, subcategory = excluded.subcategory,
  brand = excluded.brand, supplier_key = excluded.supplier_key, unit_cost = excluded.unit_cost,
  list_price = excluded.list_price, status = excluded.status, launched_at = excluded.launched_at,
  updated_at = excluded.updated_at, effective_at = excluded.effective_at, valid_from = excluded.valid_from,
  valid_to = excluded.valid_to, is_current = excluded.is_current,
  source_file_id = excluded.source_file_id, source_row = excluded.source_row;

update warehouse.dim_customers c set valid_from = timestamptz '0100-01-01 00:00:00+00' + c.customer_key * interval '1 second'
from staging.dim_customers s where s.customer_key = c.customer_key and s.valid_from <> c.valid_from;
update warehouse.dim_customers c set valid_from = timestamptz '0100-01-01 00:00:00+00' + c.customer_key * interval '1 second'
from staging.obsolete_customers s where s.customer_key = c.customer_key;
insert into warehouse.dim_customers
select * from staging.dim_customers
on conflict (customer_key) do update set
  first_name = excluded.first_name, last_name = excluded.last_name, full_name = excluded.full_name,
  email = excluded.email, phone = excluded.phone, city = excluded.city, region = excluded.region,
  country = excluded.country, segment = excluded.segment, created_at = excluded.created_at,
  updated_at = excluded.updated_at, effective_at = excluded.effective_at, valid_from = excluded.valid_from,
  valid_to = excluded.valid_to, is_current = excluded.is_current,
  source_file_id = excluded.source_file_id, source_row = excluded.source_row;

delete from warehouse.dimension_confirmations c using staging.dimension_ids i
where i.entity = c.entity and i.id = c.id;
insert into warehouse.dimension_confirmations (entity, id, effective_at, source_file_id, source_row)
select entity, id, effective_at, source_file_id, source_row from staging.dimension_confirmations;
