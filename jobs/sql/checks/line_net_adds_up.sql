-- level: row
-- severity: blocking
-- scan: changed_lines
-- description: For every order line, net = gross − discount.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, line_number, gross, discount, net, source_file_id as file_id, source_row as record
from changed_lines
where net <> gross - discount
