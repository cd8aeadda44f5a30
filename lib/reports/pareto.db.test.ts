import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { pareto } from './pareto'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})
afterAll(() => db.close())

/** Customers with these net sales; every one has 10 of discounts and 5 of returns on top. */
async function fill(net: readonly number[]) {
  await db.pool.query('truncate warehouse.customer_value')
  await db.pool.query(
    `insert into warehouse.customer_value (customer_id, customer_key, cohort_month, first_order_at, last_order_at, first_date_key,
       last_date_key, orders, purchase_days, units, gross, discounts, returns, cost, returned_cost)
     select 'C' || n, n, '2026-01-01', '2026-01-05Z', '2026-01-05Z', 20260105, 20260105, 1, 1, 1, net + 15, 10, 5, 0, 0
     from unnest($1::numeric[]) with ordinality as given (net, n)`,
    [net],
  )
}

it('adds customers up from the best on', async () => {
  await fill([20, 50, 5, 25])
  expect(await pareto(db.pool)).toEqual([
    { percent: 25, customers: 1, customerShare: '0.250000', netSales: '50.00', salesShare: '0.500000' },
    { percent: 50, customers: 2, customerShare: '0.500000', netSales: '75.00', salesShare: '0.750000' },
    { percent: 75, customers: 3, customerShare: '0.750000', netSales: '95.00', salesShare: '0.950000' },
    { percent: 100, customers: 4, customerShare: '1.000000', netSales: '100.00', salesShare: '1.000000' },
  ])
})

it('has one point a percent when there are many customers', async () => {
  await fill(Array.from({ length: 250 }, () => 1))
  const points = await pareto(db.pool)
  expect(points).toHaveLength(100)
  expect(points[19]).toMatchObject({ percent: 20, customers: 50, salesShare: '0.200000' })
})

it('has no shares where nothing was sold on balance', async () => {
  await fill([0])
  expect((await pareto(db.pool))[0]?.salesShare).toBeNull()
  await fill([])
  expect(await pareto(db.pool)).toEqual([])
})
