import { z } from 'zod'
import { addMonths, endOf, monthsBetween } from '@/lib/core/dates'
import { addMoney, divideDecimal } from '@/lib/core/money'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

/** One cohort in one month since its first order. */
const zCell = z.object({
  cohort: z.string(),
  size: z.coerce.number(),
  /** Whole months since the cohort's month; 0 is the month of the first order. */
  months: z.coerce.number(),
  active: z.coerce.number(),
  sales: z.string(),
  profit: z.string(),
})

/** A cell is null while its month has not ended: a short month would look like lost customers. */
export interface Cohort {
  /** First day of the month of the first sold order. */
  month: string
  customers: number
  /** Share of the cohort with a sold order in that month. */
  retention: (string | null)[]
  /** Net sales per customer of the cohort, added up to that month. */
  salesPerCustomer: (string | null)[]
  /** Gross profit per customer of the cohort, added up to that month. */
  profitPerCustomer: (string | null)[]
}

/**
 * Customers by the month of their first sold order, and what they did in the months after.
 * @param until last day with data: months that end later are masked
 * @param count how many of the newest cohorts
 */
export async function cohorts(until: string, count: number, db: Queryable = pool()): Promise<Cohort[]> {
  const last = `${until.slice(0, 7)}-01`
  const cells = await query(
    zCell,
    `with members as (
       select customer_id, cohort_month from warehouse.customer_value where cohort_month between $1::date and $2::date
     ),
     sizes as (select cohort_month, count(*) as size from members group by cohort_month),
     -- one row a customer and month: what was sold, less what came back in it
     activity as (
       select m.customer_id, m.cohort_month, s.date_key / 100 as month, true as ordered, s.net as sales,
         coalesce(s.cost, 0) as cost
       from warehouse.fact_sales s
       join warehouse.dim_customers c using (customer_key)
       join members m using (customer_id)
       where s.status in ('paid', 'shipped', 'completed', 'refunded')
       union all
       select m.customer_id, m.cohort_month, r.date_key / 100, false, -r.amount, -coalesce(r.cost, 0)
       from warehouse.fact_refunds r
       join warehouse.dim_customers c using (customer_key)
       join members m using (customer_id)
       where r.status in ('paid', 'shipped', 'completed', 'refunded')
     )
     select to_char(a.cohort_month, 'YYYY-MM-DD') as cohort, z.size,
       (a.month / 100 - extract(year from a.cohort_month)::int) * 12
         + a.month % 100 - extract(month from a.cohort_month)::int as months,
       count(distinct a.customer_id) filter (where a.ordered) as active,
       sum(a.sales)::text as sales, sum(a.sales - a.cost)::text as profit
     from activity a join sizes z using (cohort_month)
     group by 1, 2, 3 order by 1, 3`,
    [addMonths(last, 1 - count), last],
    db,
  )
  const months = [...new Set(cells.map((cell) => cell.cohort))]
  return months.map((month) =>
    cohortOf(
      month,
      until,
      cells.filter((cell) => cell.cohort === month),
    ),
  )
}

function cohortOf(month: string, until: string, cells: readonly z.infer<typeof zCell>[]): Cohort {
  const customers = cells[0]?.size ?? 0
  const found = new Map(cells.map((cell) => [cell.months, cell]))
  const perCustomer = (amount: string) => divideDecimal(amount, String(customers), 2)
  const cohort: Cohort = { month, customers, retention: [], salesPerCustomer: [], profitPerCustomer: [] }
  let sales = '0.00'
  let profit = '0.00'
  for (let at = 0; at <= monthsBetween(month, until); at++) {
    const cell = found.get(at)
    sales = addMoney(sales, cell?.sales ?? '0.00')
    profit = addMoney(profit, cell?.profit ?? '0.00')
    const ended = endOf('month', addMonths(month, at)) <= until
    cohort.retention.push(ended ? divideDecimal(String(cell?.active ?? 0), String(customers), 6) : null)
    cohort.salesPerCustomer.push(ended ? perCustomer(sales) : null)
    cohort.profitPerCustomer.push(ended ? perCustomer(profit) : null)
  }
  return cohort
}
