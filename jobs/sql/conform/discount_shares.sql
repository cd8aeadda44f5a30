-- grain: one line of an order with an order discount, with its share to the cent (largest remainder, ties to the lower line number)
with cents as (
  select order_id, line_number, (order_discount * 100)::hugeint as discount, ((gross - line_discount) * 100)::hugeint as base
  from priced_lines where order_discount > 0
),
bases as (
  select *, sum(base) over (partition by order_id)::hugeint as total from cents
),
floors as (
  select order_id, line_number, discount, total,
    case when total > 0 then discount * base // total else 0 end as share,
    case when total > 0 then discount * base % total else 0 end as remainder
  from bases
),
ranked as (
  select *,
    row_number() over (partition by order_id order by remainder desc, line_number) as place,
    discount - sum(share) over (partition by order_id) as left_over
  from floors
)
select order_id, line_number,
  -- an order whose lines are all free has nothing to share by: its first line carries the discount
  (case when total > 0 then share + (place <= left_over)::integer
        when place = 1 then discount else 0 end::decimal(18,0) * 0.01::decimal(3,2))::decimal(18,2) as share
from ranked
