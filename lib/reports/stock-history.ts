import { z } from 'zod'
import { toDateKey } from '@/lib/core/dates'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

const zDay = z.object({
  date: z.string(),
  onHand: z.coerce.number(),
  stockValue: z.string(),
  fifoValue: z.string(),
})

/** All products' stock at the end of each day with a movement, from the first movement on; amounts as decimal strings. */
export type StockDay = z.infer<typeof zDay>

export async function stockHistory(until: string, db: Queryable = pool()): Promise<StockDay[]> {
  return query(
    zDay,
    `with changes as (
       select date_key,
         on_hand - coalesce(lag(on_hand) over product, 0) as on_hand,
         stock_value - coalesce(lag(stock_value) over product, 0) as stock_value,
         fifo_value - coalesce(lag(fifo_value) over product, 0) as fifo_value
       from warehouse.inventory_daily where date_key <= $1
       window product as (partition by product_id order by date_key)
     ),
     days as (
       select date_key, sum(on_hand) as on_hand, sum(stock_value) as stock_value, sum(fifo_value) as fifo_value
       from changes group by date_key
     )
     select to_char(to_date(date_key::text, 'YYYYMMDD'), 'YYYY-MM-DD') as date,
       sum(on_hand) over so_far as "onHand", (sum(stock_value) over so_far)::text as "stockValue",
       (sum(fifo_value) over so_far)::text as "fifoValue"
     from days window so_far as (order by date_key) order by date_key`,
    [toDateKey(until)],
    db,
  )
}

/** The stock at the end of a day: that of the last day with a movement. */
export function stockAt(history: readonly StockDay[], day: string): StockDay | undefined {
  let low = 0
  let high = history.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((history[middle]?.date ?? '') <= day) low = middle + 1
    else high = middle
  }
  return history[low - 1]
}

const zMoved = z.object({
  day: z.string(),
  received: z.coerce.number(),
  sold: z.coerce.number(),
  returned: z.coerce.number(),
  adjusted: z.coerce.number(),
  transferred: z.coerce.number(),
  writtenOff: z.coerce.number(),
})
export type Moved = z.infer<typeof zMoved>

/** Signed units of each kind of movement by day, week (its Monday) or month (its first). */
export async function movementsBy(
  grain: 'day' | 'week' | 'month',
  range: { from: string; to: string },
  db: Queryable = pool(),
): Promise<Moved[]> {
  return query(
    zMoved,
    `select to_char(date_trunc($1, to_date(date_key::text, 'YYYYMMDD')::timestamp), 'YYYY-MM-DD') as day,
       sum(received) as received, sum(sold) as sold, sum(returned) as returned, sum(adjusted) as adjusted,
       sum(transferred) as transferred, sum(written_off) as "writtenOff"
     from warehouse.inventory_daily where date_key between $2 and $3
     group by 1 order by 1`,
    [grain, toDateKey(range.from), toDateKey(range.to)],
    db,
  )
}
