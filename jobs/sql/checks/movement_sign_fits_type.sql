-- level: row
-- severity: blocking
-- scan: changed_movements
-- description: Receipts and returns of stock are above zero, sales and write-offs below, and no movement is zero units.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select movement_id, product_id, movement_type, quantity, source_file_id as file_id, source_row as record
from changed_movements
where quantity = 0 or (movement_type in ('receipt', 'return') and quantity < 0) or (movement_type in ('sale', 'write_off') and quantity > 0)
