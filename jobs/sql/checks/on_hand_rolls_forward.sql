-- level: reconciliation
-- severity: blocking
-- scan: stock_days
-- description: Stock on hand at the end of a day = the day before + everything that moved.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select product_id, date_key, on_hand_before, received, sold, returned, adjusted, transferred, written_off, on_hand
from stock_days
where on_hand <> on_hand_before + received + sold + returned + adjusted + transferred + written_off
