-- level: referential
-- severity: blocking
-- description: No order stands on two days: an order moved to another day by a correction has left its old one.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, count(*) as copies, min(date_key) as first_day, max(date_key) as last_day, max(source_file_id) as file_id, max(source_row) as record
from warehouse.fact_orders
group by order_id
having count(*) > 1
