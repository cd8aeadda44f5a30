import { z } from 'zod'
import { daysBetween } from '@/lib/core/dates'
import { addMoney, fromMinor, toMinor } from '@/lib/core/money'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

/** A customer's last purchase, number of orders and net sales. */
export interface RfmCustomer {
  customerId: string
  lastDay: string
  orders: number
  /** Net sales, decimal. */
  money: string
}

export interface RfmScore {
  customerId: string
  /** Days since the last order. */
  recencyDays: number
  orders: number
  money: string
  /** 1 (worst fifth) to 5 (best fifth). */
  recency: number
  frequency: number
  monetary: number
  segment: RfmSegment
}

export interface RfmGroup {
  segment: RfmSegment
  customers: number
  orders: number
  money: string
}

/**
 * Named groups by R and F+M (2 to 10), from best to lost. Each combination is in exactly one; the first
 * that fits counts.
 */
const SEGMENTS = [
  { name: 'Champions', fits: (r: number, fm: number) => r >= 4 && fm >= 8 },
  { name: 'Loyal', fits: (r: number, fm: number) => r >= 3 && fm >= 6 },
  { name: 'New', fits: (r: number, fm: number) => r === 5 && fm <= 3 },
  { name: 'Promising', fits: (r: number, fm: number) => r >= 4 && fm <= 5 },
  { name: 'Need attention', fits: (r: number) => r === 3 },
  { name: 'Cannot lose', fits: (_r: number, fm: number) => fm >= 9 },
  { name: 'At risk', fits: (_r: number, fm: number) => fm >= 6 },
  { name: 'Hibernating', fits: (r: number) => r === 2 },
  { name: 'Lost', fits: () => true },
] as const

export type RfmSegment = (typeof SEGMENTS)[number]['name']
/** All segments, best first. */
export const RFM_SEGMENTS: readonly RfmSegment[] = SEGMENTS.map(({ name }) => name)

/** The segment of a recency score and the sum of the frequency and money scores. */
export function rfmSegment(recency: number, frequencyAndMoney: number): RfmSegment {
  return SEGMENTS.find(({ fits }) => fits(recency, frequencyAndMoney))?.name ?? 'Lost'
}

/**
 * Fifths of a sorted list, 1 to 5. Equal values always share a score: that of the middle of their
 * places, so a shop where most bought once does not split them by chance.
 */
export function quintiles<T>(items: readonly T[], compare: (a: T, b: T) => number): Map<T, number> {
  const sorted = [...items].sort(compare)
  const scores = new Map<T, number>()
  for (let start = 0; start < sorted.length; ) {
    let end = start
    while (end + 1 < sorted.length && compare(sorted[start] as T, sorted[end + 1] as T) === 0) end += 1
    const middle = (start + end + 1) / 2 / sorted.length
    const score = Math.min(5, Math.floor(middle * 5) + 1)
    for (let i = start; i <= end; i++) scores.set(sorted[i] as T, score)
    start = end + 1
  }
  return scores
}

/** Scores every customer among all given. @param asOf the day recency is counted to */
export function scoreRfm(customers: readonly RfmCustomer[], asOf: string): RfmScore[] {
  const rows = customers.map((customer) => ({ ...customer, minor: toMinor(customer.money) }))
  const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  const recency = quintiles(rows, (a, b) => text(a.lastDay, b.lastDay))
  const frequency = quintiles(rows, (a, b) => a.orders - b.orders)
  const monetary = quintiles(rows, (a, b) => (a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0))
  return rows.map((row) => {
    const r = recency.get(row) ?? 1
    const f = frequency.get(row) ?? 1
    const m = monetary.get(row) ?? 1
    return {
      customerId: row.customerId,
      recencyDays: daysBetween(row.lastDay, asOf),
      orders: row.orders,
      money: fromMinor(row.minor),
      recency: r,
      frequency: f,
      monetary: m,
      segment: rfmSegment(r, f + m),
    }
  })
}

/** Customers, orders and net sales by segment, best first; empty segments included. */
export function rfmGroups(scores: readonly RfmScore[]): RfmGroup[] {
  return RFM_SEGMENTS.map((segment) => {
    const members = scores.filter((score) => score.segment === segment)
    return {
      segment,
      customers: members.length,
      orders: members.reduce((sum, { orders }) => sum + orders, 0),
      money: addMoney(...members.map(({ money }) => money)),
    }
  })
}

const zCustomer = z.object({
  customerId: z.string(),
  lastDay: z.string(),
  orders: z.coerce.number(),
  money: z.string(),
})

/** RFM scores of all known customers with a sold order, to date. @param asOf the last day with data */
export async function rfm(asOf: string, db: Queryable = pool()): Promise<RfmScore[]> {
  const customers = await query(
    zCustomer,
    `select customer_id as "customerId", to_char(to_date(last_date_key::text, 'YYYYMMDD'), 'YYYY-MM-DD') as "lastDay", orders,
       round(gross - discounts - returns, 2)::text as money
     from warehouse.customer_value order by customer_id collate "C"`,
    [],
    db,
  )
  return scoreRfm(customers, asOf)
}
