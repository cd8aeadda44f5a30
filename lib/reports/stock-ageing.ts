import { z } from 'zod'
import { toDateKey } from '@/lib/core/dates'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

const zAge = z.object({
  /** Upper bound of the age in days; null: older, or received before the first movement known. */
  upTo: z.coerce.number().nullable(),
  units: z.coerce.number(),
  value: z.string(),
})

/** Units on hand by how long ago they came in, with their value at the cost they came in at. */
export type StockAge = z.infer<typeof zAge>

/** Upper bounds of the ages, in days. */
export const AGES = [30, 90, 180, 365] as const

/**
 * How old stock is, first in first out: what is on hand is what came in last. Units of which no
 * movement in is known count as oldest, at the product's moving average cost.
 * @param asOf day the stock is taken at the end of
 */
export async function stockAgeing(asOf: string, db: Queryable = pool()): Promise<StockAge[]> {
  return query(
    zAge,
    `with last as (
       select distinct on (product_id) product_id, on_hand, average_cost
       from warehouse.inventory_daily where date_key <= $2
       order by product_id, date_key desc
     ),
     inflows as (
       select p.product_id, m.date_key, m.quantity, coalesce(m.unit_cost, l.average_cost, 0) as unit_cost, l.on_hand,
         sum(m.quantity) over (partition by p.product_id order by m.date_key desc, m.movement_id collate "C" desc) - m.quantity as newer
       from warehouse.inventory_movements m
       join warehouse.dim_products p using (product_key)
       join last l on l.product_id = p.product_id
       where m.quantity > 0 and m.date_key <= $2 and l.on_hand > 0
     ),
     layers as (
       select product_id, $1::date - to_date(date_key::text, 'YYYYMMDD') as age,
         least(quantity, on_hand - newer) as units, unit_cost
       from inflows where newer < on_hand
       union all
       select l.product_id, null, l.on_hand - coalesce(i.known, 0), coalesce(l.average_cost, 0)
       from last l
       left join (select product_id, sum(quantity) as known from inflows group by product_id) i using (product_id)
       where l.on_hand > coalesce(i.known, 0)
     )
     select (select min(bound) from unnest($3::int[]) bound where bound >= age) as "upTo",
       sum(units) as units, round(sum(units * unit_cost), 2)::text as value
     from layers group by 1 order by 1 nulls last`,
    [asOf, toDateKey(asOf), AGES],
    db,
  )
}
