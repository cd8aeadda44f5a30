-- grain: one stock movement whose product is not there
select m.file_id, m.record_number, 'unknown_product' as rule, 'product_id' as column_name, m.product_id as value,
  'product ' || m.product_id || ' is not loaded: the movement waits and loads by itself once a products file brings it' as message,
  'waiting' as state
from valid_inventory_movements m
anti join known_products p on p.product_id = m.product_id
