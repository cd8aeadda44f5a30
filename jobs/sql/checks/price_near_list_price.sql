-- level: business rule
-- severity: warning
-- threshold: 5 times the list price
-- scan: changed_lines
-- description: Lines in the reporting currency are sold at a price that is not many times the product’s list price.
-- what_to_do: Look for a lost decimal point or a price in another currency in the file; correct the line or the product’s list price.
select order_id, line_number, product_key, unit_price, list_price, source_file_id as file_id, source_row as record
from changed_lines
where currency = :currency and list_price > 0 and unit_price > :threshold * list_price
