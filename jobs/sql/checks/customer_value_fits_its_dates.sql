-- level: row
-- severity: blocking
-- description: A customer’s first order is not after the last, the cohort is the month of the first, and there are no more days with a purchase than orders.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select customer_id, cohort_month, first_date_key, last_date_key, orders, purchase_days
from warehouse.customer_value
where first_order_at > last_order_at or first_date_key > last_date_key or purchase_days not between 1 and orders
  or cohort_month <> make_date(first_date_key / 10000, first_date_key / 100 % 100, 1)
