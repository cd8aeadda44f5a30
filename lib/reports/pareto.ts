import { z } from 'zod'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

const zPoint = z.object({
  percent: z.coerce.number(),
  customers: z.coerce.number(),
  customerShare: z.string(),
  netSales: z.string(),
  salesShare: z.string().nullable(),
})

/** The best customers up to a percent of all: how many they are and what they brought, to date. */
export type ParetoPoint = z.infer<typeof zPoint>

/** Customers from the best on, with their place and percent; equal ones in the order of their ids. */
const RANKED = `ranked as (
       select customer_id, gross - discounts - returns as net,
         row_number() over best as place, count(*) over () as n,
         ceil(row_number() over best * 100.0 / count(*) over ())::int as percent,
         sum(gross - discounts - returns) over best as running,
         sum(gross - discounts - returns) over () as total
       from warehouse.customer_value
       window best as (order by gross - discounts - returns desc, customer_id collate "C")
     )`

/** Ids of the best customers up to a percent of all, best first: those of the point of this percent. */
export async function bestCustomers(percent: number, db: Queryable = pool()): Promise<string[]> {
  const rows = await query(
    z.object({ id: z.string() }),
    `with ${RANKED} select customer_id as id from ranked where percent <= $1 order by place`,
    [percent],
    db,
  )
  return rows.map(({ id }) => id)
}

/**
 * How concentrated net sales are: known customers from the best on, added up, at every percent of
 * them (fewer points when there are fewer customers). Shares are ratios; none without net sales.
 */
export async function pareto(db: Queryable = pool()): Promise<ParetoPoint[]> {
  return query(
    zPoint,
    `with ${RANKED},
     steps as (
       select *, row_number() over (partition by percent order by place desc) as from_last from ranked
     )
     select percent, place as customers, round(place::numeric / n, 6)::text as "customerShare",
       round(running, 2)::text as "netSales", round(running / nullif(total, 0), 6)::text as "salesShare"
     from steps where from_last = 1 order by percent`,
    [],
    db,
  )
}
