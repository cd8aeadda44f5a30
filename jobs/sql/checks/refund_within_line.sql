-- level: business rule
-- severity: warning
-- description: What was refunded on a line is not more than its net amount.
select s.order_id, s.line_number, s.net, sum(r.amount) as refunded
from warehouse.fact_refunds r
join warehouse.fact_sales s on s.date_key = r.order_date_key and s.order_id = r.order_id and s.line_number = r.line_number
group by s.order_id, s.line_number, s.net
having sum(r.amount) > s.net
