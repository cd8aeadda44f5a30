-- level: referential
-- severity: blocking
-- description: dim_dates begins on 1 January and ends on 31 December.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select min(date) as first_day, max(date) as last_day
from warehouse.dim_dates
having (extract(month from min(date)), extract(day from min(date)), extract(month from max(date)), extract(day from max(date))) <> (1, 1, 12, 31)
