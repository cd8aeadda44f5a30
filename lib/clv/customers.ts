import { z } from 'zod'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

const zBuyer = z.object({
  customerId: z.string(),
  first: z.coerce.number(),
  last: z.coerce.number(),
  days: z.coerce.number().int(),
  repeatValue: z.coerce.number(),
})

/** A customer's purchases up to a day: days since 1970, purchase days, and what those after the first were worth. */
export type Buyer = z.infer<typeof zBuyer>

/**
 * Every known customer with a sold order up to `asOf` (ISO day, included). Several orders of a customer on one day are
 * one purchase; its value is gross sales less discounts.
 */
export async function buyers(asOf: string, db: Queryable = pool()): Promise<Buyer[]> {
  return query(
    zBuyer,
    `with days as (
       select c.customer_id, d.date, sum(o.net) as value
       from warehouse.fact_orders o
       join warehouse.dim_customers c using (customer_key)
       join warehouse.dim_dates d using (date_key)
       where c.customer_id is not null and o.lines > 0 and o.status in ('paid', 'shipped', 'completed', 'refunded')
         and d.date <= $1::date
       group by c.customer_id, d.date
     ),
     firsts as (
       select customer_id, date, value, min(date) over (partition by customer_id) as first from days
     )
     select customer_id as "customerId", min(date) - date '1970-01-01' as first, max(date) - date '1970-01-01' as last,
       count(*) as days, coalesce(sum(value) filter (where date > first), 0) as "repeatValue"
     from firsts group by customer_id`,
    [asOf],
    db,
  )
}

/** The last day with a sold order, and the first; undefined in an empty warehouse. */
export async function salesPeriod(
  db: Queryable = pool(),
): Promise<{ first: string; last: string } | undefined> {
  const [row] = await query(
    z.object({ first: z.string().nullable(), last: z.string().nullable() }),
    `select min(d.date)::text as first, max(d.date)::text as last
     from warehouse.sales_daily s join warehouse.dim_dates d using (date_key) where s.orders > 0`,
    [],
    db,
  )
  return row?.first && row.last ? { first: row.first, last: row.last } : undefined
}
