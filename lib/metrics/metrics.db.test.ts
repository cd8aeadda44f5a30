import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { fillSmallWarehouse } from '@/tests/helpers/small-warehouse'
import { METRICS, partsOf } from './catalog'
import { compileQuery } from './compile'
import { DIMENSIONS, isOfProduct } from './dimensions'
import { type QueryRow, queryMetrics, queryWithComparison, runQuery } from './query'
import { normaliseRequest, type QueryInput } from './request'
import type { SourceName } from './types'

const timeZone = 'Europe/Berlin'
const MARTS: ReadonlySet<SourceName> = new Set(['sales_daily', 'product_daily'])

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await fillSmallWarehouse(db.pool)
})
afterAll(() => db?.close())

const ask = (input: QueryInput, excluded?: ReadonlySet<SourceName>): Promise<QueryRow[]> =>
  runQuery(normaliseRequest(input), { timeZone, excluded }, db.pool)

/** Every metric over all time, worked out by hand from the rows in tests/helpers/small-warehouse.ts. */
const ALL_TIME: QueryRow = {
  gross_sales: '111.00', // 20 + 5 + 12 + 33 + 20 + 11 + 10
  discounts: '7.00', // 1 + 2 + 4
  discount_rate: '0.063063', // 7 / 111
  shipping: '10.00', // 4 + 5 + 1, not the 7 of a cancelled order nor the 9 of one without lines
  taxes: '7.50',
  orders: 5,
  order_lines: 7,
  units_sold: 14,
  aov: '20.80', // 104 / 5
  units_per_order: '2.800000',
  returns: '46.50', // 9.5 + 33 + 4
  units_returned: 5,
  net_sales: '57.50',
  total_sales: '75.00',
  units: 9,
  refund_rate: '0.447115', // 46.5 / 104
  cogs: '28.00', // 8 + 4 + 15 + 5, less the 4 that went back into stock
  gross_profit: '29.50',
  margin: '0.513043',
  cost_coverage: '0.530435', // (19 + 10 + 33 + 11 − 9.5 − 33) / 57.5
  customers: 2,
  new_customers: 2,
  returning_customers: 0,
  returning_share: '0.000000',
  repeat_customers: 1,
  repeat_rate: '0.500000',
}

describe('hand-worked figures', () => {
  test('every metric of the catalogue has the value worked out by hand', async () => {
    const [row] = await ask({ metrics: METRICS.map(({ name }) => name) })
    const expected = Object.fromEntries(METRICS.map(({ name, twinOf }) => [name, ALL_TIME[twinOf ?? name]]))
    // Over all time it makes no difference on which day a refund counts.
    expect(row).toEqual(expected)
  })

  test('a refund counts in its own month, or in that of its order when asked so', async () => {
    const metrics = ['gross_sales', 'returns', 'net_sales', 'net_sales_by_order_date']
    expect(await ask({ metrics, by: ['month'] })).toEqual([
      {
        month: '2026-01-01',
        gross_sales: '37.00',
        returns: '0.00',
        net_sales: '34.00',
        net_sales_by_order_date: '24.50',
      },
      {
        month: '2026-02-01',
        gross_sales: '74.00',
        returns: '13.50',
        net_sales: '56.50',
        net_sales_by_order_date: '33.00',
      },
      {
        month: '2026-03-01',
        gross_sales: '0.00',
        returns: '33.00',
        net_sales: '-33.00',
        net_sales_by_order_date: '0.00',
      },
    ])
    expect(await ask({ metrics: ['net_sales'], by: ['month'], returnsBy: 'order_date' })).toEqual([
      { month: '2026-01-01', net_sales: '24.50' },
      { month: '2026-02-01', net_sales: '33.00' },
    ])
  })

  test('a line stays with the category its product had when it was sold', async () => {
    expect(await ask({ metrics: ['net_sales', 'orders', 'margin'], by: ['category'] })).toEqual([
      { category: '(none)', net_sales: '27.00', orders: 3, margin: null },
      { category: 'Drinks', net_sales: '11.00', orders: 2, margin: '-0.818182' }, // (11 − 20) / 11
      { category: 'Tea', net_sales: '19.50', orders: 2, margin: '0.589744' }, // (19.5 − 8) / 19.5
    ])
  })

  test('the first and the last day are part of the period', async () => {
    const period = { metrics: ['orders'], from: '2026-01-20', to: '2026-02-15' }
    expect(await ask(period)).toEqual([{ orders: 3 }])
    expect(await ask({ ...period, from: '2026-01-21', to: '2026-02-14' })).toEqual([{ orders: 1 }])
  })

  test('values of one dimension are alternatives, dimensions all hold', async () => {
    const where = { channel: ['web', '(none)'] }
    expect(await ask({ metrics: ['orders'], where })).toEqual([{ orders: 4 }])
    expect(await ask({ metrics: ['orders'], where: { ...where, country: ['FR'] } })).toEqual([{ orders: 1 }])
    expect(await ask({ metrics: ['orders'], where: { channel: ['nowhere'] } })).toEqual([{ orders: 0 }])
    // A value is data, whatever it looks like.
    expect(await ask({ metrics: ['orders'], where: { channel: ["' or '1'='1"] } })).toEqual([{ orders: 0 }])
  })

  test('the calendar is the store’s: weekday, hour, quarter and week', async () => {
    expect(await ask({ metrics: ['orders'], by: ['weekday', 'hour'] })).toEqual([
      { weekday: 1, hour: 10, orders: 1 },
      { weekday: 2, hour: 10, orders: 1 },
      { weekday: 2, hour: 23, orders: 1 },
      { weekday: 5, hour: 12, orders: 1 },
      { weekday: 7, hour: 18, orders: 1 },
    ])
    // 23:30 UTC is 00:30 of the next day in Berlin.
    expect(await ask({ metrics: ['returns'], by: ['hour'], from: '2026-02-03', to: '2026-02-03' })).toEqual([
      { hour: 0, returns: '9.50' },
    ])
    expect(await ask({ metrics: ['orders'], by: ['quarter', 'week'], to: '2026-01-31' })).toEqual([
      { quarter: '2026-Q1', week: '2026-01-05', orders: 1 },
      { quarter: '2026-Q1', week: '2026-01-19', orders: 1 },
    ])
  })
})

describe('new and returning customers', () => {
  const metrics = ['customers', 'new_customers', 'returning_customers']

  test('a customer is new in the period of the first order ever, and returning in every later one', async () => {
    expect(await ask({ metrics, by: ['month'] })).toEqual([
      { month: '2026-01-01', customers: 1, new_customers: 1, returning_customers: 0 },
      { month: '2026-02-01', customers: 2, new_customers: 1, returning_customers: 1 },
    ])
    expect(await ask({ metrics, by: ['week'], to: '2026-01-31' })).toEqual([
      { week: '2026-01-05', customers: 1, new_customers: 1, returning_customers: 0 },
      { week: '2026-01-19', customers: 1, new_customers: 0, returning_customers: 1 },
    ])
  })

  test('a month that is cut by the period counts only from there', async () => {
    expect(await ask({ metrics, by: ['month'], from: '2026-01-06', to: '2026-01-31' })).toEqual([
      { month: '2026-01-01', customers: 1, new_customers: 0, returning_customers: 1 },
    ])
  })

  test('an earlier order through another channel or of another product makes a customer returning too', async () => {
    // C1 first bought tea in January through the web; drinks only in February.
    expect(await ask({ metrics, by: ['category'], from: '2026-02-01' })).toEqual([
      { category: '(none)', customers: 1, new_customers: 1, returning_customers: 0 },
      { category: 'Drinks', customers: 2, new_customers: 1, returning_customers: 1 },
    ])
  })

  test('every customer is either new or returning, in every cell', async () => {
    for (const { name } of DIMENSIONS) {
      for (const row of await ask({ metrics, by: [name], from: '2026-01-10' }))
        expect(Number(row.new_customers) + Number(row.returning_customers), name).toBe(row.customers)
    }
  })
})

describe('one definition', () => {
  const ofOrdersOnly = new Set(['shipping', 'taxes'])
  const answerable = (byProduct: boolean) =>
    METRICS.filter((metric) => !byProduct || !partsOf(metric).some((part) => ofOrdersOnly.has(part))).map(
      ({ name }) => name,
    )
  const lists = [
    [],
    ...DIMENSIONS.map((a) => [a]),
    ...DIMENSIONS.flatMap((a, i) => DIMENSIONS.slice(i + 1).map((b) => [a, b])),
  ]

  test.each(lists.map((by) => ({ by, title: by.map(({ name }) => name).join(' × ') || 'nothing' })))(
    'marts and facts give the same figures by $title',
    async ({ by }) => {
      const request = {
        metrics: answerable(by.some(isOfProduct)),
        by: by.map(({ name }) => name),
        from: '2026-01-06',
        to: '2026-03-01',
      }
      expect(await ask(request)).toEqual(await ask(request, MARTS))
    },
  )

  test('a single metric has the same cells from marts and facts', async () => {
    for (const metric of METRICS) {
      for (const by of ['day', 'category', 'channel']) {
        if (by === 'category' && partsOf(metric).some((part) => ofOrdersOnly.has(part))) continue
        const request = { metrics: [metric.name], by: [by] }
        expect(await ask(request), `${metric.name} by ${by}`).toEqual(await ask(request, MARTS))
      }
    }
  })

  test('sums over any dimension add up to the total', async () => {
    const metrics = ['gross_sales', 'discounts', 'returns', 'net_sales', 'cogs', 'gross_profit', 'units']
    for (const { name } of DIMENSIONS) {
      const rows = await ask({ metrics, by: [name] })
      for (const metric of metrics) {
        const sum = rows.reduce((total, row) => total + Math.round(Number(row[metric]) * 100), 0)
        expect(sum, `${metric} by ${name}`).toBe(Math.round(Number(ALL_TIME[metric]) * 100))
      }
    }
  })

  test('a filter gives the figures of its row', async () => {
    const metrics = ['net_sales', 'orders', 'customers', 'returns']
    for (const { name } of DIMENSIONS) {
      // New and returning are left out: without the split a row's period is the whole one.
      for (const { [name]: value, ...figures } of await ask({ metrics, by: [name] }))
        expect(await ask({ metrics, where: { [name]: [String(value)] } }), `${name}=${value}`).toEqual([
          figures,
        ])
    }
  })
})

describe('sources', () => {
  const sourcesOf = (input: QueryInput) => compileQuery(normaliseRequest(input), { timeZone }).sources

  test('the cheapest table that can answer is asked', () => {
    expect(sourcesOf({ metrics: ['net_sales', 'orders'], by: ['month', 'channel'] })).toEqual(['sales_daily'])
    expect(sourcesOf({ metrics: ['net_sales'], by: ['category'] })).toEqual(['product_daily'])
    expect(sourcesOf({ metrics: ['gross_sales'], by: ['category', 'channel'] })).toEqual(['fact_sales'])
    expect(sourcesOf({ metrics: ['orders'], by: ['hour'] })).toEqual(['fact_orders'])
  })

  test('what belongs to whole orders is not split by product', async () => {
    await expect(ask({ metrics: ['shipping'], by: ['category'] })).rejects.toThrow(/whole orders.*category/)
    await expect(ask({ metrics: ['total_sales'], where: { brand: ['Leaf'] } })).rejects.toThrow(/brand/)
  })
})

describe('answers', () => {
  test('an answer names the load it belongs to and how far it is complete', async () => {
    const answer = await queryMetrics({ metrics: ['net_sales'] }, { db: db.pool })
    expect(answer).toMatchObject({ version: 1, dataThrough: '2026-02-20', rows: [{ net_sales: '57.50' }] })
    expect(answer.columns).toEqual([{ name: 'net_sales', label: 'Net sales', unit: 'money', kind: 'metric' }])
  })

  test('comes with that of another period when asked', async () => {
    const { now, before } = await queryWithComparison(
      { metrics: ['net_sales'], from: '2026-02-01', to: '2026-02-28' },
      { from: '2026-01-01', to: '2026-01-31' },
      { db: db.pool },
    )
    expect([now.rows[0]?.net_sales, before?.rows[0]?.net_sales]).toEqual(['56.50', '34.00'])
  })

  test('an empty warehouse answers with zeros, and ratios without a value', async () => {
    const empty = await testDatabase()
    try {
      const answer = await queryMetrics(
        { metrics: ['net_sales', 'orders', 'aov', 'margin'] },
        { db: empty.pool },
      )
      expect(answer).toMatchObject({
        version: 0,
        dataThrough: null,
        rows: [{ net_sales: '0.00', orders: 0, aov: null, margin: null }],
      })
      expect((await queryMetrics({ metrics: ['orders'], by: ['day'] }, { db: empty.pool })).rows).toEqual([])
    } finally {
      await empty.close()
    }
  })

  test('a wrong name is refused with the valid ones, the nearest first', async () => {
    await expect(ask({ metrics: ['net_sale'] })).rejects.toMatchObject({
      code: 'unknown_metric',
      message: expect.stringContaining('Did you mean net_sales'),
      whatToDo: expect.stringMatching(/^Use one of: net_sales,/),
    })
    await expect(ask({ metrics: ['orders'], by: ['mounth'] })).rejects.toThrow('Did you mean month')
    await expect(ask({ metrics: ['orders'], where: { month: ['2026-13'] } })).rejects.toThrow(
      'no value of month',
    )
  })
})
