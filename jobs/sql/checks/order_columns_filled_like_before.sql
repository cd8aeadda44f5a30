-- level: statistical
-- severity: warning
-- threshold: 20 percentage points
-- uses: earlier_loads, earlier_files
-- description: The columns of orders are about as often filled in this load as in the five before.
-- what_to_do: Look whether the shop’s export lost or renamed the column.
with loads as (
  select f.is_new, count(*) as rows, count(t.channel) as channel, count(t.ship_country) as ship_country, count(t.payment_method) as payment_method, count(t.shipping_original) as shipping_original, count(t.tax_original) as tax_original
  from warehouse.fact_orders t join earlier_files f on f.id = t.source_file_id
  where f.entity = 'orders' and exists (select from earlier_loads)
    and t.date_key >= (select min(date_key) from staging.touched_days)
  group by f.is_new
),
sizes as (
  select coalesce(max(rows) filter (where is_new), 0) as new_rows, coalesce(max(rows) filter (where not is_new), 0) as old_rows from loads
),
shares as (
  select c.column_name, max(100.0 * c.filled / l.rows) filter (where l.is_new) as new_share,
    max(100.0 * c.filled / l.rows) filter (where not l.is_new) as old_share
  from loads l cross join lateral (values ('channel', channel), ('ship_country', ship_country), ('payment_method', payment_method), ('shipping_original', shipping_original), ('tax_original', tax_original)) c (column_name, filled)
  group by c.column_name
)
select s.column_name, round(s.new_share, 1) as percent_filled, round(s.old_share, 1) as percent_filled_before,
  case when not exists (select from earlier_loads) then 'there is no earlier load'
       when z.old_rows < 50 or z.new_rows < 20 then format('too little to compare: %s orders of this load, %s of the five before', z.new_rows, z.old_rows) end as passes_because
from sizes z left join shares s on z.old_rows >= 50 and z.new_rows >= 20
where z.old_rows < 50 or z.new_rows < 20 or s.old_share - s.new_share > :threshold
