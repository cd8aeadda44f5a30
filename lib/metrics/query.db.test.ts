import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { fillSmallWarehouse } from '@/tests/helpers/small-warehouse'
import { METRICS } from './catalog'
import { compileQuery } from './compile'
import { DIMENSIONS } from './dimensions'
import { queryMetrics, queryWithComparison, runQuery } from './query'
import type { QueryInput } from './request'
import { normaliseRequest } from './request'
import type { SourceName } from './types'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await fillSmallWarehouse(db.pool)
})
afterAll(() => db.close())

const ask = (input: QueryInput) => queryMetrics(input, { db: db.pool })
/** The rows of a question as lists, in the order asked for. */
const values = async (input: QueryInput) => (await ask(input)).rows.map((row) => Object.values(row))
const february = { from: '2025-02-01', to: '2025-02-28' }

describe('every metric over all days', () => {
  it('is what the orders of the small warehouse add up to by hand', async () => {
    const { rows, version, dataThrough } = await ask({ metrics: METRICS.map(({ name }) => name) })
    expect([version, dataThrough]).toEqual([1, '2025-02-28'])
    expect(rows).toEqual([
      {
        gross_sales: '160.00', // 20 + 30 + 10 + 30 + 60 + 10; not the 100 cancelled
        discounts: '13.00', // 1 + 2 + 10
        discount_rate: '0.081250',
        shipping: '7.00', // 5 + 2; not the 99 of the order without lines
        taxes: '10.40',
        orders: 5,
        order_lines: 6,
        units_sold: 10,
        aov: '29.40', // 147 / 5
        units_per_order: '2.000000',
        returns: '64.50', // 9.50 + 25 + 30
        returns_by_order_date: '64.50',
        units_returned: 5,
        units_returned_by_order_date: 5,
        net_sales: '82.50',
        net_sales_by_order_date: '82.50',
        total_sales: '99.90',
        total_sales_by_order_date: '99.90',
        units: 5,
        units_by_order_date: 5,
        refund_rate: '0.438776', // 64.50 / 147
        refund_rate_by_order_date: '0.438776',
        cogs: '28.00', // 8 + 4 + 15 + 5 − 4 put back
        cogs_by_order_date: '28.00',
        gross_profit: '54.50',
        gross_profit_by_order_date: '54.50',
        margin: '0.660606',
        margin_by_order_date: '0.660606',
        cost_coverage: '0.357576', // (19 + 10 + 30 + 10 − 9.50 − 30) / 82.50
        cost_coverage_by_order_date: '0.357576',
        customers: 2,
        new_customers: 2,
        returning_customers: 0,
        returning_share: '0.000000',
        repeat_customers: 1,
        repeat_rate: '0.500000',
      },
    ])
  })

  it('is zero, and ratios are missing, where nothing was sold', async () => {
    expect(
      await values({
        metrics: ['net_sales', 'orders', 'aov', 'margin', 'customers', 'repeat_rate'],
        from: '2025-06-01',
        to: '2025-06-30',
      }),
    ).toEqual([['0.00', 0, null, null, 0, null]])
    expect(await values({ metrics: ['net_sales'], by: ['day'], from: '2025-06-01' })).toEqual([])
  })
})

describe('returns', () => {
  const metrics = ['gross_sales', 'returns', 'net_sales', 'cogs', 'gross_profit', 'units', 'refund_rate']
  it('count on the day of the refund', async () => {
    expect(await values({ metrics, ...february })).toEqual([
      ['100.00', '34.50', '55.50', '16.00', '39.50', 4, '0.383333'],
    ])
  })
  it('count on the day of their order when asked to, under the same names', async () => {
    expect(await values({ metrics, ...february, returnsBy: 'order_date' })).toEqual([
      ['100.00', '55.00', '35.00', '20.00', '15.00', 2, '0.611111'],
    ])
    const twins = await values({ metrics: ['net_sales_by_order_date'], ...february })
    expect(twins).toEqual([['35.00']])
  })
  it('can fall in a month without sales', async () => {
    expect(await values({ metrics: ['net_sales', 'orders', 'refund_rate'], by: ['month'] })).toEqual([
      ['2025-01-01', '57.00', 2, '0.000000'],
      ['2025-02-01', '55.50', 3, '0.383333'],
      ['2025-03-01', '-30.00', 0, null],
    ])
  })
})

describe('dimensions', () => {
  it('of a product are those at the time of the sale, and a missing cost makes no margin', async () => {
    expect(
      await values({
        metrics: ['net_sales', 'gross_profit', 'margin', 'orders'],
        by: ['category'],
        ...february,
      }),
    ).toEqual([
      ['Light', '-9.50', '-5.50', '0.578947', 0],
      ['Office', '40.00', '20.00', '0.500000', 2],
      ['Seats', '25.00', '25.00', null, 1],
    ])
  })
  it('label what is missing (none)', async () => {
    expect(await values({ metrics: ['gross_sales', 'orders'], by: ['channel', 'country'] })).toEqual([
      ['(none)', '(none)', '10.00', 1],
      ['store', 'FR', '60.00', 1],
      ['web', 'DE', '90.00', 3],
    ])
    expect(await values({ metrics: ['gross_sales'], by: ['segment'] })).toEqual([
      ['(none)', '70.00'],
      ['business', '40.00'],
      ['consumer', '50.00'],
    ])
    expect(await values({ metrics: ['gross_sales'], by: ['brand', 'supplier', 'supplier_name'] })).toEqual([
      ['(none)', '(none)', '(none)', '90.00'],
      ['Lux', 'S1', 'Acme', '70.00'],
    ])
  })
  it('of the calendar are written as their first day, and weeks begin on Monday', async () => {
    expect(await values({ metrics: ['orders'], by: ['week'], ...february })).toEqual([
      ['2025-02-03', 1],
      ['2025-02-10', 1],
      ['2025-02-24', 1],
    ])
    expect(await values({ metrics: ['orders'], by: ['quarter', 'year', 'weekday'] })).toEqual([
      ['2025-Q1', 2025, 1, 2],
      ['2025-Q1', 2025, 5, 3],
    ])
    expect(await values({ metrics: ['orders', 'returns'], by: ['hour'] })).toEqual([
      [0, 1, '0.00'],
      [7, 0, '30.00'],
      [9, 2, '0.00'],
      [12, 1, '25.00'],
      [20, 0, '9.50'],
      [23, 1, '0.00'],
    ])
  })
  it('count an order with two categories in both, and once in all', async () => {
    const january = { from: '2025-01-01', to: '2025-01-31' }
    expect(await values({ metrics: ['orders', 'customers'], by: ['category'], ...january })).toEqual([
      ['Light', 2, 1],
      ['Seats', 1, 1],
    ])
    expect(await values({ metrics: ['orders', 'customers'], ...january })).toEqual([[2, 1]])
  })
  it('filter by any of several values and by all dimensions at once', async () => {
    const metrics = ['gross_sales']
    expect(await values({ metrics, where: { channel: ['web', 'store'] } })).toEqual([['150.00']])
    expect(await values({ metrics, where: { channel: ['web'], category: ['Seats'] } })).toEqual([['30.00']])
    expect(await values({ metrics, where: { month: ['2025-02'], customer_type: ['new'] } })).toEqual([
      ['60.00'],
    ])
    expect(await values({ metrics, where: { channel: ['(none)'] } })).toEqual([['10.00']])
    expect(await values({ metrics, where: { country: ["DE' or true --"] } })).toEqual([['0.00']])
  })
})

describe('customers', () => {
  const metrics = ['customers', 'new_customers', 'returning_customers', 'repeat_rate']
  it('are new in the period of their first order ever and returning afterwards', async () => {
    expect(await values({ metrics, by: ['month'] })).toEqual([
      ['2025-01-01', 1, 1, 0, '0.000000'],
      ['2025-02-01', 2, 1, 1, '0.500000'],
    ])
    expect(await values({ metrics, ...february })).toEqual([[2, 1, 1, '0.500000']])
    expect(await values({ metrics, by: ['week'], from: '2025-02-03', to: '2025-02-09' })).toEqual([
      ['2025-02-03', 1, 0, 1, '0.000000'],
    ])
  })
  it('are returning when they bought before the first day asked for, though in the same month', async () => {
    expect(await values({ metrics, by: ['month'], from: '2025-02-04', to: '2025-02-28' })).toEqual([
      ['2025-02-01', 2, 1, 1, '0.000000'],
    ])
    expect(await values({ metrics: ['new_customers'], by: ['quarter'] })).toEqual([['2025-Q1', 2]])
    expect(await values({ metrics: ['new_customers'], by: ['year'], from: '2025-01-11' })).toEqual([
      [2025, 1],
    ])
  })
  it('are one, though they changed their segment between two orders', async () => {
    expect(await values({ metrics: ['customers', 'repeat_rate'], where: { channel: ['web'] } })).toEqual([
      [1, '1.000000'],
    ])
  })
})

describe('marts and facts', () => {
  const marts: readonly SourceName[] = ['sales_daily', 'product_daily']
  const periods = [{}, february]
  const asked = METRICS.flatMap(({ name }) => DIMENSIONS.map((dimension) => [name, dimension.name] as const))

  it('give the same answer for every metric by every dimension', async () => {
    let compared = 0
    for (const [metric, dimension] of asked) {
      for (const period of periods) {
        const request = normaliseRequest({ metrics: [metric], by: [dimension], ...period })
        const options = { timeZone: 'UTC' }
        let cheap: Awaited<ReturnType<typeof runQuery>>
        try {
          cheap = await runQuery(request, options, db.pool)
        } catch (error) {
          expect(error).toMatchObject({ code: 'not_by_product' })
          expect(metric).toMatch(/^(shipping|taxes|total_sales)/)
          continue
        }
        const facts = await runQuery(request, { ...options, excluded: new Set(marts) }, db.pool)
        expect(cheap, `${metric} by ${dimension}`).toEqual(facts)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(asked.length)
  })

  it('are chosen by the dimensions', () => {
    const sources = (metrics: string[], by: string[] = []) =>
      compileQuery(normaliseRequest({ metrics, by }), { timeZone: 'UTC' }).sources
    expect(sources(['total_sales', 'margin', 'orders'], ['month', 'segment'])).toEqual(['sales_daily'])
    expect(sources(['net_sales', 'margin'], ['category', 'week'])).toEqual(['product_daily'])
    expect(sources(['net_sales'], ['category', 'channel'])).toEqual(['fact_sales', 'fact_refunds'])
    expect(sources(['orders'], ['category'])).toEqual(['fact_sales'])
    expect(sources(['orders', 'customers'], ['hour'])).toEqual(['fact_orders', 'buyers'])
  })
})

describe('an answer', () => {
  it('adds up over any dimension to the total', async () => {
    for (const dimension of DIMENSIONS) {
      const rows = (await ask({ metrics: ['net_sales'], by: [dimension.name] })).rows
      expect(
        rows.reduce((sum, row) => sum + Number(row.net_sales), 0),
        dimension.name,
      ).toBeCloseTo(82.5, 6)
    }
  })
  it('names its columns with their units', async () => {
    const { columns } = await ask({ metrics: ['aov', 'orders'], by: ['month', 'channel'] })
    expect(columns.map(({ name, unit, kind }) => [name, unit, kind])).toEqual([
      ['month', 'date', 'dimension'],
      ['channel', 'text', 'dimension'],
      ['aov', 'money', 'metric'],
      ['orders', 'count', 'metric'],
    ])
  })
  it('comes with that of another period when asked', async () => {
    const { now, before } = await queryWithComparison(
      { metrics: ['net_sales'], ...february },
      { from: '2025-01-04', to: '2025-01-31' },
      { db: db.pool },
    )
    expect([now.rows[0]?.net_sales, before?.rows[0]?.net_sales]).toEqual(['55.50', '57.00'])
  })
})
