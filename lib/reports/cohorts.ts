import { z } from 'zod'
import { addMonths, endOf, monthsBetween } from '@/lib/core/dates'
import { divideRounded } from '@/lib/core/decimal'
import { fromMinor, toMinor } from '@/lib/core/money'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

/** What the customers of one cohort did in one month. */
export interface CohortActivity {
  /** Month of the first sold order, YYYY-MM-01. */
  cohort: string
  month: string
  /** Customers of the cohort with a sold order in the month. */
  active: number
  /** Of the month, refunds on the day of the refund; decimal strings. */
  netSales: string
  grossProfit: string
}

export interface CohortCell {
  /** Months since the first order; 0 is the month of the first order. */
  age: number
  active: number
  /** Share of the cohort with a sold order in this month. */
  retention: string
  /** Per customer of the cohort, accumulated from its first month on. */
  netSales: string
  grossProfit: string
}

export interface Cohort {
  cohort: string
  customers: number
  /** By age from 0; null where the month has not ended, so that it does not look low. */
  cells: (CohortCell | null)[]
}

/**
 * Cohorts by month of first order, oldest first.
 * @param sizes customers by cohort
 * @param through last day with data: a month that ends later is masked
 */
export function cohortTable(
  sizes: readonly { cohort: string; customers: number }[],
  activity: readonly CohortActivity[],
  through: string,
): Cohort[] {
  const found = new Map(activity.map((row) => [`${row.cohort} ${row.month}`, row]))
  return [...sizes]
    .sort((a, b) => (a.cohort < b.cohort ? -1 : 1))
    .map(({ cohort, customers }) => {
      const cells: (CohortCell | null)[] = []
      let sales = 0n
      let profit = 0n
      for (let age = 0; age <= monthsBetween(cohort, through); age++) {
        const month = addMonths(cohort, age)
        if (endOf('month', month) > through) {
          cells.push(null)
          continue
        }
        const row = found.get(`${cohort} ${month}`)
        sales += toMinor(row?.netSales ?? '0')
        profit += toMinor(row?.grossProfit ?? '0')
        const active = row?.active ?? 0
        cells.push({
          age,
          active,
          retention: share(active, customers),
          netSales: perCustomer(sales, customers),
          grossProfit: perCustomer(profit, customers),
        })
      }
      return { cohort, customers, cells }
    })
}

/** Retention by age over all cohorts that have reached it, each weighted by its customers. */
export function averageRetention(cohorts: readonly Cohort[]): { age: number; retention: string }[] {
  const sums = new Map<number, { active: number; customers: number }>()
  for (const { customers, cells } of cohorts)
    for (const cell of cells) {
      if (!cell) continue
      const sum = sums.get(cell.age) ?? { active: 0, customers: 0 }
      sums.set(cell.age, { active: sum.active + cell.active, customers: sum.customers + customers })
    }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([age, { active, customers }]) => ({ age, retention: share(active, customers) }))
}

function share(part: number, whole: number): string {
  return whole === 0 ? '0.000000' : fromMinor(divideRounded(BigInt(part) * 1_000_000n, BigInt(whole)), 6)
}

function perCustomer(amount: bigint, customers: number): string {
  return customers === 0 ? '0.00' : fromMinor(divideRounded(amount, BigInt(customers)))
}

const zSize = z.object({ cohort: z.string(), customers: z.coerce.number() })
const zActivity = z.object({
  cohort: z.string(),
  month: z.string(),
  active: z.coerce.number(),
  netSales: z.string(),
  grossProfit: z.string(),
})

const SOLD = `status in ('paid', 'shipped', 'completed', 'refunded')`

/**
 * Reads the cohorts of known customers with a sold order; guests have none.
 * @param through last day with data
 * @param from first cohort shown, any day of its month
 */
export async function cohorts(
  through: string,
  from = '1900-01-01',
  db: Queryable = pool(),
): Promise<Cohort[]> {
  const sizes = await query(
    zSize,
    `select cohort_month::text as cohort, count(*) as customers
     from warehouse.customer_value
     where cohort_month >= date_trunc('month', $1::date) and cohort_month <= $2::date
     group by cohort_month`,
    [from, through],
    db,
  )
  const activity = await query(
    zActivity,
    `with buyers as (
       select c.customer_key, v.customer_id, v.cohort_month
       from warehouse.customer_value v
       join warehouse.dim_customers c using (customer_id)
       where v.cohort_month >= date_trunc('month', $1::date)
     ),
     bought as (
       select b.cohort_month, o.date_key / 100 as month, count(distinct b.customer_id) as active, sum(o.net) as net
       from warehouse.fact_orders o
       join buyers b using (customer_key)
       where o.${SOLD} and o.lines > 0
       group by 1, 2
     ),
     costs as (
       select b.cohort_month, s.date_key / 100 as month, sum(s.cost) as cost
       from warehouse.fact_sales s
       join buyers b using (customer_key)
       where s.${SOLD} and s.cost is not null
       group by 1, 2
     ),
     returned as (
       select b.cohort_month, r.date_key / 100 as month, sum(r.amount) as amount, sum(r.cost) as cost
       from warehouse.fact_refunds r
       join buyers b using (customer_key)
       where r.${SOLD}
       group by 1, 2
     ),
     cells as (
       select cohort_month, month, active, net as sales, net as profit from bought
       union all select cohort_month, month, 0, 0, -cost from costs
       union all select cohort_month, month, 0, -amount, coalesce(cost, 0) - amount from returned
     )
     select cohort_month::text as cohort, to_char(to_date(month::text, 'YYYYMM'), 'YYYY-MM-DD') as month,
       sum(active) as active, round(sum(sales), 2)::text as "netSales", round(sum(profit), 2)::text as "grossProfit"
     from cells group by cohort_month, cells.month`,
    [from],
    db,
  )
  return cohortTable(sizes, activity, through)
}
