-- level: business rule
-- severity: warning
-- description: The discounts of an order are not more than its gross amount.
select o.order_id, o.date_key, o.gross, o.discount
from warehouse.fact_orders o
join staging.touched_days t using (date_key)
where o.discount > o.gross and o.lines > 0
