-- level: row
-- severity: blocking
-- scan: changed_lines
-- description: For every line with a unit cost, cost = quantity × unit cost and profit = net − cost; without one both are empty.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, line_number, quantity, net, unit_cost, cost, profit, source_file_id as file_id, source_row as record
from changed_lines
where cost is distinct from round(quantity * unit_cost, 2) or profit is distinct from net - cost
