import { z } from 'zod'
import { addDays, toDateKey } from '@/lib/core/dates'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import type { DemandDays } from './demand-days'
import { reorderPoint } from './reorder'

const zPosition = z.object({
  productId: z.string(),
  name: z.string(),
  category: z.string(),
  supplier: z.string().nullable(),
  leadTime: z.coerce.number().nullable(),
  discontinued: z.boolean(),
  onHand: z.coerce.number(),
  stockValue: z.string(),
  fifoValue: z.string(),
  daysInStock: z.coerce.number(),
  unitsSold: z.coerce.number(),
  squaredUnits: z.coerce.number(),
})

/** Chance of not running out that safety stock is made for. */
export const SERVICE_LEVEL = 0.95

export interface StockPosition {
  productId: string
  name: string
  category: string
  supplier: string | null
  /** Days from order to receipt; null where the supplier's is not known. */
  leadTime: number | null
  onHand: number
  /** At moving average and first in, first out; amounts. */
  stockValue: string
  fifoValue: string
  /** Units sold a day over those of the days asked for on which it was in stock; null when it never was. */
  dailyUnits: number | null
  daysOfCover: number | null
  safetyStock: number | null
  reorderPoint: number | null
  /** On hand is at or below the reorder point, and the product is still sold. */
  toReorder: boolean
}

/**
 * Stock of every product with a movement up to the end of a day (ISO).
 * @param demandDays how many days up to that one demand is taken from
 */
export async function stockPosition(
  asOf: string,
  demandDays: DemandDays = 90,
  db: Queryable = pool(),
): Promise<StockPosition[]> {
  const rows = await query(
    zPosition,
    `with spans as (
       select i.product_id, d.date as from_date,
         coalesce(lead(d.date) over (partition by i.product_id order by i.date_key), $1::date + 1) as to_date,
         i.on_hand, i.stock_value, i.fifo_value
       from warehouse.inventory_daily i join warehouse.dim_dates d using (date_key)
       where i.date_key <= $2
     ),
     positions as (
       select product_id, max(from_date) as last_date,
         coalesce(sum(to_date - greatest(from_date, $1::date - $4::int))
           filter (where on_hand > 0 and to_date > $1::date - $4::int), 0) as days_in_stock
       from spans group by product_id
     ),
     daily as (
       select p.product_id, s.date_key, sum(s.units) as units
       from warehouse.product_daily s join warehouse.dim_products p using (product_key)
       where s.date_key between $3 and $2 group by p.product_id, s.date_key
     ),
     demand as (
       select product_id, sum(units) as units, sum(units * units) as squared from daily group by product_id
     )
     select x.product_id as "productId", p.product_name as name, coalesce(p.category, '(none)') as category,
       s.supplier_name as supplier, s.lead_time_days as "leadTime", coalesce(p.status = 'discontinued', false) as discontinued,
       n.on_hand as "onHand", n.stock_value as "stockValue", n.fifo_value as "fifoValue",
       x.days_in_stock as "daysInStock", coalesce(d.units, 0) as "unitsSold", coalesce(d.squared, 0) as "squaredUnits"
     from positions x
     join spans n on n.product_id = x.product_id and n.from_date = x.last_date
     join warehouse.dim_products p on p.product_id = x.product_id and p.is_current
     left join warehouse.dim_suppliers s using (supplier_key)
     left join demand d on d.product_id = x.product_id
     order by x.product_id`,
    [asOf, toDateKey(asOf), toDateKey(addDays(asOf, 1 - demandDays)), demandDays - 1],
    db,
  )
  return rows.map(judge)
}

function judge(row: z.infer<typeof zPosition>): StockPosition {
  const { daysInStock: days, unitsSold, squaredUnits, discontinued, ...rest } = row
  const dailyUnits = days > 0 ? unitsSold / days : null
  const variance =
    days > 1 && dailyUnits !== null ? Math.max(0, (squaredUnits - days * dailyUnits ** 2) / (days - 1)) : 0
  const cover = dailyUnits !== null && dailyUnits > 0 ? Math.max(0, row.onHand) / dailyUnits : null
  // The files say nothing of how much a supplier's lead time varies: its deviation counts as 0.
  const point =
    dailyUnits === null || row.leadTime === null
      ? null
      : reorderPoint(
          {
            daily: dailyUnits,
            dailyDeviation: Math.sqrt(variance),
            leadTime: row.leadTime,
            leadTimeDeviation: 0,
          },
          SERVICE_LEVEL,
        )
  return {
    ...rest,
    dailyUnits,
    daysOfCover: cover,
    safetyStock: point?.safetyStock ?? null,
    reorderPoint: point?.reorderPoint ?? null,
    toReorder: !discontinued && point !== null && (dailyUnits ?? 0) > 0 && row.onHand <= point.reorderPoint,
  }
}
