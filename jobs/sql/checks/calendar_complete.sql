-- level: referential
-- severity: blocking
-- description: dim_dates has every day from the first to the last, without a gap.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select date, next_date
from (select date, lead(date) over (order by date) as next_date from warehouse.dim_dates) d
where next_date <> date + 1
