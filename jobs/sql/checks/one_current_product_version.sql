-- level: business rule
-- severity: blocking
-- description: Every product has exactly one current version and its versions join without gap or overlap.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select product_id, valid_from, valid_to, next_from, file_id, record
from (
  select product_id, valid_from, valid_to, is_current, lead(valid_from) over versions as next_from, lag(valid_to) over versions as last_to,
    source_file_id as file_id, source_row as record
  from warehouse.dim_products
  window versions as (partition by product_id order by valid_from)
) v
where valid_to <= valid_from or (next_from is null) <> is_current or (next_from is not null and next_from <> valid_to)
  or (last_to is null and valid_from <> timestamptz '1900-01-01 00:00:00+00')
