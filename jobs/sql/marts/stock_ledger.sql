-- grain: one stock movement of a touched product, in the order of the ledger; runs on PostgreSQL and on DuckDB
-- The id is JSON, so that each row is one line, and stands last. Texts are ordered by their bytes on both.
select m.date_key, m.movement_type, m.quantity, m.unit_cost, to_json(p.product_id) as product_id
from warehouse.inventory_movements m
join warehouse.dim_products p using (product_key)
join staging.touched_stock t using (product_id)
order by p.product_id collate "C", m.moved_at, m.quantity < 0, m.movement_id collate "C"
