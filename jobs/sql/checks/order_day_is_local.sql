-- level: row
-- severity: blocking
-- scan: changed_orders
-- description: Day and hour of an order are those of its time in the store’s time zone.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, ordered_at, date_key, hour, source_file_id as file_id, source_row as record
from changed_orders
where make_date(date_key / 10000, date_key / 100 % 100, date_key % 100) <> (ordered_at at time zone :time_zone)::date
  or hour <> date_part('hour', ordered_at at time zone :time_zone)
