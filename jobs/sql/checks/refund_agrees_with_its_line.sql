-- level: referential
-- severity: blocking
-- scan: changed_refunds
-- description: A refund carries the product, customer, status and currency of the line it refunds.
-- what_to_do: This is a fault of Storeroom, not of the files. Keep the run’s sample and report it; nothing was published.
select refund_id, order_id, line_number, status, line_status, source_file_id as file_id, source_row as record
from changed_refunds
where (product_key, customer_key, status, currency) is distinct from (line_product_key, line_customer_key, line_status, line_currency)
