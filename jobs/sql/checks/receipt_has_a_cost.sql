-- level: business rule
-- severity: warning
-- scan: changed_movements
-- description: Every receipt of stock has a unit cost, its own or its product’s; without one the stock is valued too low.
-- what_to_do: Add unit_cost to the receipt or to the product and load it again.
select movement_id, product_id, moved_at, quantity, source_file_id as file_id, source_row as record
from changed_movements
where movement_type = 'receipt' and unit_cost is null
