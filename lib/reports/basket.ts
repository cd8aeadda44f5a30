import { z } from 'zod'
import { toDateKey } from '@/lib/core/dates'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'

const zPair = z.object({
  a: z.string(),
  aName: z.string(),
  b: z.string(),
  bName: z.string(),
  orders: z.coerce.number(),
  support: z.string(),
  confidence: z.string(),
  lift: z.string(),
})

/**
 * Two products that were bought in the same order: the orders that hold both, their share of all orders
 * (support), the share of the orders with `a` that hold `b` too (confidence), and how many times more often
 * than by chance (lift). Ratios are decimal strings.
 */
export type BasketPair = z.infer<typeof zPair>

export interface BasketOptions {
  /** Pairs in fewer orders are chance. */
  minOrders?: number
  limit?: number
}

/** An order with more products is a restock of a shop, not a basket; its pairs would outnumber all others. */
const MOST_PRODUCTS = 100

/** Orders of the period with their products; the first two parameters are its first and last day. */
const LINES = `lines as (
       select distinct s.order_id, p.product_id
       from warehouse.fact_sales s
       join warehouse.dim_products p using (product_key)
       where s.date_key between $1 and $2 and s.status in ('paid', 'shipped', 'completed', 'refunded')
     ),
     sizes as (
       select order_id, count(*) as products from lines group by order_id
     )`

/** Ids of the orders that a pair counts: those of the period that hold both products. */
export async function ordersWithBoth(
  range: { from: string; to: string },
  a: string,
  b: string,
  db: Queryable = pool(),
): Promise<string[]> {
  const rows = await query(
    z.object({ id: z.string() }),
    `with ${LINES}
     select x.order_id as id from lines x
     join lines y using (order_id)
     join sizes z using (order_id)
     where x.product_id = $3 and y.product_id = $4 and z.products <= ${MOST_PRODUCTS}
     order by 1`,
    [toDateKey(range.from), toDateKey(range.to), a, b],
    db,
  )
  return rows.map(({ id }) => id)
}

/** The pairs bought together more often than by chance, strongest first; each pair once, from the rarer product. */
export async function basketPairs(
  range: { from: string; to: string },
  { minOrders = 5, limit = 100 }: BasketOptions = {},
  db: Queryable = pool(),
): Promise<BasketPair[]> {
  return query(
    zPair,
    `with ${LINES},
     totals as (
       select count(*) as orders from sizes
     ),
     singles as (
       select product_id, count(*) as orders from lines group by product_id having count(*) >= $3
     ),
     candidates as (
       select l.order_id, l.product_id
       from lines l
       join sizes z using (order_id)
       join singles using (product_id)
       where z.products between 2 and ${MOST_PRODUCTS}
     ),
     pairs as (
       select x.product_id as p, y.product_id as q, count(*) as orders
       from candidates x
       join candidates y on y.order_id = x.order_id and y.product_id > x.product_id
       group by 1, 2
       having count(*) >= $3
     ),
     -- seen from the rarer of the two: the greater confidence
     directed as (
       select case when f.orders <= g.orders then p else q end as a, case when f.orders <= g.orders then q else p end as b,
         least(f.orders, g.orders) as of_a, greatest(f.orders, g.orders) as of_b, x.orders
       from pairs x
       join singles f on f.product_id = p
       join singles g on g.product_id = q
     )
     select a, m.product_name as "aName", b, n.product_name as "bName", d.orders,
       round(d.orders::numeric / t.orders, 6)::text as support,
       round(d.orders::numeric / of_a, 6)::text as confidence,
       round(d.orders::numeric * t.orders / (of_a * of_b), 6)::text as lift
     from directed d
     cross join totals t
     join warehouse.dim_products m on m.product_id = a and m.is_current
     join warehouse.dim_products n on n.product_id = b and n.is_current
     where d.orders::numeric * t.orders > of_a * of_b
     order by d.orders::numeric * t.orders / (of_a * of_b) desc, d.orders desc, a, b
     limit $4`,
    [toDateKey(range.from), toDateKey(range.to), minOrders, limit],
    db,
  )
}
