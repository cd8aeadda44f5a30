-- level: referential
-- severity: blocking
-- scan: changed_lines
-- description: A line has an order and carries its customer, status, currency, channel and customer type.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select order_id, line_number, status, order_status, channel, order_channel, currency, order_currency, customer_type, order_customer_type, source_file_id as file_id, source_row as record
from changed_lines
where order_status is null or status <> order_status or currency <> order_currency or customer_key <> order_customer_key
  or customer_type <> order_customer_type or channel is distinct from order_channel
