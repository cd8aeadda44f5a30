import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queryMetrics } from '@/lib/metrics/query'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { fillSmallWarehouse } from '@/tests/helpers/small-warehouse'
import { basketPairs } from './basket'
import { cohorts } from './cohorts'
import { customerTable } from './customer-table'
import { orderTrace } from './order-trace'
import { productClasses } from './product-classes'
import { rfm } from './rfm'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await fillSmallWarehouse(db.pool)
})
afterAll(() => db?.close())

const quarter = { from: '2026-01-01', to: '2026-03-31' }

describe('cohorts', () => {
  it('follow customers from the month of their first order, refunds in their own month', async () => {
    expect(await cohorts('2026-03-31', undefined, db.pool)).toEqual([
      {
        cohort: '2026-01-01',
        customers: 1,
        cells: [
          // O1 24 + O2 10; less the cost of the tea, 8 + 4
          { age: 0, active: 1, retention: '1.000000', netSales: '34.00', grossProfit: '22.00' },
          // O3 33 − R1 9.50; less 15, plus the 4 back in stock
          { age: 1, active: 1, retention: '1.000000', netSales: '57.50', grossProfit: '34.50' },
          // R2 −33, not back in stock
          { age: 2, active: 0, retention: '0.000000', netSales: '24.50', grossProfit: '1.50' },
        ],
      },
      {
        cohort: '2026-02-01',
        customers: 1,
        cells: [
          { age: 0, active: 1, retention: '1.000000', netSales: '21.00', grossProfit: '16.00' },
          { age: 1, active: 0, retention: '0.000000', netSales: '21.00', grossProfit: '16.00' },
        ],
      },
    ])
  })
  it('mask the month the data ends in, and may begin later', async () => {
    const [cohort, ...others] = await cohorts('2026-02-20', '2026-02-10', db.pool)
    expect(others).toEqual([])
    expect(cohort).toMatchObject({ cohort: '2026-02-01', cells: [null] })
  })
  it('end with what the metrics say of known customers', async () => {
    const table = await cohorts('2026-03-31', undefined, db.pool)
    const sum = table.reduce(
      (total, { customers, cells }) => total + customers * Number(cells.at(-1)?.netSales ?? 0),
      0,
    )
    const known = { metrics: ['net_sales'], where: { customer_type: ['new', 'returning'] } }
    const { rows } = await queryMetrics(known, { db: db.pool })
    expect(sum.toFixed(2)).toBe(rows[0]?.net_sales)
  })
})

describe('customers', () => {
  it('are listed by what they brought, with today’s attributes', async () => {
    const rows = await customerTable(10, db.pool)
    expect(rows).toMatchObject([
      {
        customerId: 'C1',
        segment: 'gold',
        orders: 3,
        units: 7,
        netSales: '24.50', // 24 + 10 + 33 − 9.50 − 33
        grossProfit: '1.50', // less 8 + 4 + 15 − 4
        aov: '22.33',
        firstDay: '2026-01-05',
        lastDay: '2026-02-10',
      },
      { customerId: 'C2', segment: null, orders: 1, netSales: '21.00', grossProfit: '16.00', aov: '21.00' },
    ])
  })
  it('are scored among each other', async () => {
    expect(await rfm('2026-02-28', db.pool)).toMatchObject([
      { customerId: 'C1', recencyDays: 18, orders: 3, money: '24.50', recency: 2, frequency: 4, monetary: 4 },
      { customerId: 'C2', recencyDays: 8, orders: 1, money: '21.00', recency: 4, frequency: 2, monetary: 2 },
    ])
  })
})

describe('products', () => {
  it('are classed over their versions', async () => {
    const rows = await productClasses(quarter, db.pool)
    expect(rows.map(({ productId, netSales, units, abc }) => [productId, netSales, units, abc])).toEqual([
      ['P1', '30.50', 7, 'A'], // 19 + 10 + 33 + 11 − 9.50 − 33
      ['P2', '27.00', 7, 'C'], // 5 + 16 + 10 − 4
    ])
    expect(rows[0]?.variation).toBeCloseTo(Math.sqrt((4 + 1 + 9 + 1) / 12 - (7 / 12) ** 2) / (7 / 12), 9)
  })
  it('bought together are counted once an order, over versions, and only beyond chance', async () => {
    // Six guest orders in April. P1 is in B1, B2, B3 (two versions) and B6; P2 in B1, B2 and B3; P3 in B4, B5 and B6.
    await db.pool.query(`
      insert into warehouse.dim_products (product_key, product_id, product_name, list_price, effective_at, valid_from, valid_to,
        is_current, source_file_id, source_row)
      values (4, 'P3', 'Spoon', 2, now(), '1900-01-01Z', '9999-12-31Z', true, 1, 4);
      insert into warehouse.fact_orders (order_id, date_key, customer_key, ordered_at, hour, status, currency, fx_rate, lines, units,
        gross, discount, net, shipping, tax, total, customer_type, is_first_order, source_file_id, source_row)
      select 'B' || n, 20260401, 0, '2026-04-01 10:00Z', 12, 'paid', 'EUR', 1, 1, 1, 1, 0, 1, 0, 0, 1, 'guest', false, 9, n
      from generate_series(1, 6) n;
      insert into warehouse.fact_sales (date_key, order_id, line_number, product_key, customer_key, status, currency, customer_type,
        quantity, unit_price, gross, discount, net, source_file_id, source_row)
      select 20260401, order_id, row_number() over (partition by order_id), product_key, 0, 'paid', 'EUR', 'guest', 1, 1, 1, 0, 1, 9, 1
      from (values ('B1', 1), ('B1', 3), ('B2', 2), ('B2', 3), ('B3', 1), ('B3', 2), ('B3', 3), ('B4', 4), ('B5', 4), ('B6', 4), ('B6', 1))
        v (order_id, product_key)`)
    const april = { from: '2026-04-01', to: '2026-04-30' }
    const together = {
      a: 'P2',
      aName: 'Mug',
      b: 'P1',
      bName: 'Green tea',
      orders: 3,
      support: '0.500000', // 3 of 6
      confidence: '1.000000', // every order with P2 holds P1
      lift: '1.500000', // 3 · 6 / (3 · 4); P1 with P3 is 1 · 6 / (4 · 3), less than chance
    }
    expect(await basketPairs(april, { minOrders: 1 }, db.pool)).toEqual([together])
    expect(await basketPairs(april, { minOrders: 4 }, db.pool)).toEqual([])
  })
})

describe('the trace of an order', () => {
  it('names the file and record of every row behind it', async () => {
    const trace = await orderTrace('O1', db.pool)
    expect(trace?.order).toMatchObject({
      orderId: 'O1',
      customerId: 'C1',
      total: '31.00',
      fileId: 2,
      record: 1,
    })
    expect(trace?.lines.map(({ line, record }) => [line, record])).toEqual([
      [1, 1],
      [2, 2],
    ])
    expect(trace?.refunds).toMatchObject([{ refundId: 'R1', amount: '9.50', fileId: 4, record: 1 }])
  })
  it('of an order that is not stored is none', async () => {
    expect(await orderTrace('nowhere', db.pool)).toBeUndefined()
  })
})
