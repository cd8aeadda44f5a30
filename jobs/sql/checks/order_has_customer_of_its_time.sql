-- level: referential
-- severity: blocking
-- description: An order of a customer with several versions points to the one that was valid when it was placed.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select o.order_id, c.customer_id, o.ordered_at, c.valid_from, c.valid_to, o.source_file_id as file_id, o.source_row as record
from warehouse.dim_customers c
join warehouse.fact_orders o using (customer_key)
join staging.touched_days using (date_key)
where c.customer_key <> 0 and (c.valid_from > timestamptz '1900-01-01 00:00:00+00' or c.valid_to < timestamptz '9999-12-31 00:00:00+00')
  and (o.ordered_at < c.valid_from or o.ordered_at >= c.valid_to)
