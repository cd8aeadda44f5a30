-- level: referential
-- severity: blocking
-- scan: changed_lines
-- description: A line points to the version of its product that was valid when it was ordered.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, line_number, product_id, ordered_at, product_from, product_to, source_file_id as file_id, source_row as record
from changed_lines
where ordered_at < product_from or ordered_at >= product_to
