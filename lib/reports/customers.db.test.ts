import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { addMonths } from '@/lib/core/dates'
import { type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'
import { cohorts } from './cohorts'
import { customerTable } from './customer-table'
import { rfm, rfmGroups } from './rfm'

// The reports on seed/sample against statements that go through the order lines instead of the marts.

const SOLD = `status in ('paid', 'shipped', 'completed', 'refunded')`
/** One row a sold order with lines of a known customer. */
const BOUGHT = `bought as (
  select c.customer_id, o.order_id, d.date, sum(s.net) as net
  from warehouse.fact_orders o
  join warehouse.fact_sales s using (order_id)
  join warehouse.dim_customers c on c.customer_key = o.customer_key
  join warehouse.dim_dates d on d.date_key = o.date_key
  where o.${SOLD} and c.customer_id is not null
  group by 1, 2, 3
)`
const REFUNDED = `refunded as (
  select c.customer_id, d.date, sum(r.amount) as amount
  from warehouse.fact_refunds r
  join warehouse.dim_customers c on c.customer_key = r.customer_key
  join warehouse.dim_dates d on d.date_key = r.date_key
  where r.${SOLD} and c.customer_id is not null
  group by 1, 2
)`

let store: TestWarehouse
beforeAll(async () => {
  store = await testWarehouse()
  await store.run(join(import.meta.dirname, '../../seed/sample'))
}, 120_000)
afterAll(() => store.close())

async function rows<T>(schema: z.ZodType<T>, text: string): Promise<T[]> {
  return z.array(schema).parse((await store.db.pool.query(text)).rows)
}

it('follows every cohort month by month', async () => {
  const expected = await rows(
    z.object({
      cohort: z.string(),
      month: z.string(),
      size: z.number(),
      active: z.number(),
      net: z.string(),
    }),
    `with ${BOUGHT}, ${REFUNDED},
     firsts as (
       select customer_id, date_trunc('month', min(date)::timestamp)::date as cohort from bought group by 1
     ),
     months as (
       select generate_series(min(cohort)::timestamp, (select max(date) from bought)::timestamp, '1 month')::date as month
       from firsts
     )
     select f.cohort::text as cohort, m.month::text as month, count(*)::int as size,
       count(*) filter (where exists (select from bought b where b.customer_id = f.customer_id
         and date_trunc('month', b.date::timestamp)::date = m.month))::int as active,
       round((coalesce(sum((select sum(net) from bought b where b.customer_id = f.customer_id
           and b.date < m.month + interval '1 month')), 0)
         - coalesce(sum((select sum(amount) from refunded r where r.customer_id = f.customer_id
           and r.date < m.month + interval '1 month')), 0)) / count(*), 2)::text as net
     from firsts f join months m on m.month >= f.cohort
     group by 1, 2 order by 1, 2`,
  )
  const through = '2100-01-31'
  const found = await cohorts(through, undefined, store.db.pool)
  const lines = found.flatMap(({ cohort, customers, cells }) =>
    cells.flatMap((cell) =>
      cell
        ? [
            {
              cohort,
              month: addMonths(cohort, cell.age),
              size: customers,
              active: cell.active,
              net: cell.netSales,
            },
          ]
        : [],
    ),
  )
  const last =
    expected
      .map(({ month }) => month)
      .sort()
      .at(-1) ?? ''
  expect(expected.length).toBeGreaterThan(0)
  expect(lines.filter(({ month }) => month <= last)).toEqual(expected)
})

it('ranks customers by net sales, and every one is in one segment', async () => {
  const expected = await rows(
    z.object({ id: z.string(), orders: z.number(), net: z.string(), last: z.string() }),
    `with ${BOUGHT}, ${REFUNDED}
     select customer_id as id, count(*)::int as orders, max(date)::text as last,
       round(sum(net) - coalesce((select sum(amount) from refunded r where r.customer_id = b.customer_id), 0), 2)::text as net
     from bought b group by customer_id
     order by sum(net) - coalesce((select sum(amount) from refunded r where r.customer_id = b.customer_id), 0) desc,
       customer_id collate "C"`,
  )
  const found = await customerTable(undefined, store.db.pool)
  expect(
    found.map(({ customerId, orders, netSales, lastDay }) => ({
      id: customerId,
      orders,
      net: netSales,
      last: lastDay,
    })),
  ).toEqual(expected)

  const groups = rfmGroups(await rfm('2025-12-31', store.db.pool))
  expect(groups.reduce((sum, { customers }) => sum + customers, 0)).toBe(expected.length)
  const cents = (amount: string) => Math.round(Number(amount) * 100)
  expect(groups.reduce((sum, { money }) => sum + cents(money), 0)).toBe(
    expected.reduce((sum, { net }) => sum + cents(net), 0),
  )
})
