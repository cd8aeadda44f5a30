import { z } from 'zod'
import { addDays, daysBetween, startOf, toDateKey } from '@/lib/core/dates'
import { divideRounded } from '@/lib/core/decimal'
import { fromMinor, toMinor } from '@/lib/core/money'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

/** What a product sold in a period. */
export interface ProductSales {
  productId: string
  /** Net sales, decimal; may be negative where more came back than was sold. */
  netSales: string
  /** Units sold, before returns. */
  units: number
  /** Sum and sum of squares of the units sold in each whole week of the period. */
  weeklyUnits: number
  weeklySquares: number
}

export interface Thresholds {
  /** Accumulated shares of net sales up to which a product is A, and B. */
  a: number
  b: number
  /** Coefficients of variation of weekly units up to which it is X, and Y. */
  x: number
  y: number
}

export const THRESHOLDS: Thresholds = { a: 0.8, b: 0.95, x: 0.5, y: 1 }

export interface ProductClass {
  productId: string
  netSales: string
  units: number
  /** Of positive net sales, this product and all that sold more; null where it sold nothing. */
  accumulatedShare: string | null
  /** U: not sold in the period. */
  abc: 'A' | 'B' | 'C' | 'U'
  /** Standard deviation of weekly units over their mean; null below two whole weeks or without a sale in them. */
  variation: number | null
  xyz: 'X' | 'Y' | 'Z' | null
}

/**
 * Classes of products, best net sales first. A is what makes up the first 80 % of net sales (the best
 * product always is), B up to 95 %, C the rest; X sells steadily from week to week, Z does not.
 * @param weeks whole weeks in the period
 */
export function classifyProducts(
  products: readonly ProductSales[],
  weeks: number,
  thresholds = THRESHOLDS,
): ProductClass[] {
  const rows = products
    .map((product) => ({ ...product, minor: toMinor(product.netSales) }))
    .sort((p, q) => (p.minor === q.minor ? (p.productId < q.productId ? -1 : 1) : p.minor < q.minor ? 1 : -1))
  const total = rows.reduce((sum, { minor }) => (minor > 0n ? sum + minor : sum), 0n)
  let running = 0n
  return rows.map(({ minor, weeklyUnits, weeklySquares, ...row }, place) => {
    if (minor > 0n) running += minor
    const share = minor > 0n && total > 0n ? fromMinor(divideRounded(running * 1_000_000n, total), 6) : null
    const variation = variationOf(weeklyUnits, weeklySquares, weeks)
    return {
      ...row,
      accumulatedShare: share,
      abc: row.units === 0 ? 'U' : abcOf(share, place, thresholds),
      variation,
      xyz:
        variation === null ? null : variation <= thresholds.x ? 'X' : variation <= thresholds.y ? 'Y' : 'Z',
    }
  })
}

function abcOf(share: string | null, place: number, { a, b }: Thresholds): 'A' | 'B' | 'C' {
  if (share === null) return 'C'
  if (place === 0 || Number(share) <= a) return 'A'
  return Number(share) <= b ? 'B' : 'C'
}

function variationOf(sum: number, squares: number, weeks: number): number | null {
  if (weeks < 2 || sum <= 0) return null
  const mean = sum / weeks
  return Math.sqrt(Math.max(0, squares / weeks - mean ** 2)) / mean
}

/** The whole weeks (Monday to Sunday) within a period: the first Monday, the last Sunday and how many. */
export function wholeWeeks(range: { from: string; to: string }): { from: string; to: string; weeks: number } {
  const monday = startOf('week', addDays(range.from, 6))
  const sunday = addDays(startOf('week', addDays(range.to, 1)), -1)
  return { from: monday, to: sunday, weeks: Math.max(0, Math.floor((daysBetween(monday, sunday) + 1) / 7)) }
}

const zSales = z.object({
  productId: z.string(),
  netSales: z.string(),
  units: z.coerce.number(),
  weeklyUnits: z.coerce.number(),
  weeklySquares: z.coerce.number(),
})

/** ABC and XYZ of every product there is, by what it sold in a period; returns count on the day of the refund. */
export async function productClasses(
  range: { from: string; to: string },
  db: Queryable = pool(),
): Promise<ProductClass[]> {
  const whole = wholeWeeks(range)
  const products = await query(
    zSales,
    `with daily as (
       select p.product_id, s.date_key, s.units, s.gross - s.discounts - s.returns as net
       from warehouse.product_daily s
       join warehouse.dim_products p using (product_key)
       where s.date_key between $1 and $2
     ),
     totals as (
       select product_id, sum(units) as units, sum(net) as net from daily group by product_id
     ),
     weekly as (
       select product_id, d.week_start, sum(units) as units
       from daily
       join warehouse.dim_dates d using (date_key)
       where date_key between $3 and $4
       group by 1, 2
     ),
     swings as (
       select product_id, sum(units) as units, sum(units * units) as squares from weekly group by product_id
     )
     select p.product_id as "productId", round(coalesce(t.net, 0), 2)::text as "netSales", coalesce(t.units, 0) as units,
       coalesce(w.units, 0) as "weeklyUnits", coalesce(w.squares, 0) as "weeklySquares"
     from warehouse.dim_products p
     left join totals t on t.product_id = p.product_id
     left join swings w on w.product_id = p.product_id
     where p.is_current`,
    [range.from, range.to, whole.from, whole.to].map(toDateKey),
    db,
  )
  return classifyProducts(products, whole.weeks)
}
