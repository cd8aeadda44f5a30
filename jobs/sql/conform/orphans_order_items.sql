-- grain: one order line whose order or product is not there
select i.file_id, i.record_number,
  case when o.order_id is null then 'unknown_order' else 'unknown_product' end as rule,
  case when o.order_id is null then 'order_id' else 'product_id' end as column_name,
  case when o.order_id is null then i.order_id else i.product_id end as value,
  case when o.order_id is null
    then 'order ' || i.order_id || ' is not loaded: the line waits and loads by itself once the order is there'
    else 'product ' || i.product_id || ' is not loaded: the line waits and loads by itself once a products file brings it'
  end as message,
  'waiting' as state
from valid_order_items i
left join known_orders o on o.order_id = i.order_id
left join known_products p on p.product_id = i.product_id
where o.order_id is null or p.product_id is null
