-- level: business rule
-- severity: blocking
-- scan: changed_orders
-- description: For every order, net = gross − discount and total = net + shipping + tax.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, date_key, gross, discount, net, shipping, tax, total, source_file_id as file_id, source_row as record
from changed_orders
where net <> gross - discount or total <> net + shipping + tax
