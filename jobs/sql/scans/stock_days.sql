-- grain: one day of a product whose stock this run touched, beside the balance before it
select d.*, coalesce(lag(d.on_hand) over (partition by d.product_id order by d.date_key), 0) as on_hand_before
from warehouse.inventory_daily d
join staging.touched_stock using (product_id)
