-- level: row
-- severity: blocking
-- scan: changed_lines
-- description: Quantities of order lines are above zero; prices, gross amounts, discounts and costs are not negative.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, line_number, quantity, unit_price, gross, discount, unit_cost, source_file_id as file_id, source_row as record
from changed_lines
where quantity <= 0 or unit_price < 0 or gross < 0 or discount < 0 or unit_cost < 0
