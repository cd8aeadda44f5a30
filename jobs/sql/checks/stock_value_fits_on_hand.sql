-- level: row
-- severity: blocking
-- scan: stock_days
-- description: Stock has no negative value, and none at all where nothing is on hand.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select product_id, date_key, on_hand, stock_value, fifo_value
from stock_days
where stock_value < 0 or fifo_value < 0 or (on_hand <= 0 and (stock_value <> 0 or fifo_value <> 0))
