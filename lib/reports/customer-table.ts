import { z } from 'zod'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

const zRow = z.object({
  customerId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  segment: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  cohort: z.string(),
  firstDay: z.string(),
  lastDay: z.string(),
  orders: z.coerce.number(),
  units: z.coerce.number(),
  netSales: z.string(),
  grossProfit: z.string(),
  aov: z.string(),
})

/** A known customer with a sold order, with what it brought to date; amounts as decimal strings. */
export type CustomerRow = z.infer<typeof zRow>

/** Customers by net sales to date, best first. Attributes are today's. */
export async function customerTable(limit = 1_000_000, db: Queryable = pool()): Promise<CustomerRow[]> {
  return query(
    zRow,
    `select v.customer_id as "customerId",
       coalesce(c.full_name, nullif(concat_ws(' ', c.first_name, c.last_name), '')) as name, c.email, c.segment, c.city, c.country,
       v.cohort_month::text as cohort,
       to_char(to_date(v.first_date_key::text, 'YYYYMMDD'), 'YYYY-MM-DD') as "firstDay",
       to_char(to_date(v.last_date_key::text, 'YYYYMMDD'), 'YYYY-MM-DD') as "lastDay",
       v.orders, v.units,
       round(v.gross - v.discounts - v.returns, 2)::text as "netSales",
       round(v.gross - v.discounts - v.returns - v.cost + v.returned_cost, 2)::text as "grossProfit",
       round((v.gross - v.discounts) / v.orders, 2)::text as aov
     from warehouse.customer_value v
     join warehouse.dim_customers c using (customer_key)
     order by v.gross - v.discounts - v.returns desc, v.customer_id collate "C"
     limit $1`,
    [limit],
    db,
  )
}
