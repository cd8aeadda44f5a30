-- An unchanged record that came again later: what it says stays, where it was last seen moves on.
update warehouse.fact_orders f set source_file_id = a.source_file_id, source_row = a.source_row
from staging.advanced_orders a where a.order_id = f.order_id;
update warehouse.fact_sales f set source_file_id = a.source_file_id, source_row = a.source_row
from staging.advanced_sales a where a.order_id = f.order_id and a.line_number = f.line_number;
update warehouse.fact_refunds f set source_file_id = a.source_file_id, source_row = a.source_row
from staging.advanced_refunds a where a.order_id = f.order_id and a.refund_id = f.refund_id;
update warehouse.inventory_movements f set source_file_id = a.source_file_id, source_row = a.source_row
from staging.advanced_movements a where a.movement_id = f.movement_id;
