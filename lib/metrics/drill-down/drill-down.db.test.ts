import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { fillSmallWarehouse } from '@/tests/helpers/small-warehouse'
import { METRICS, partsOf } from '../catalog'
import { partLabel } from '../part-labels'
import { queryMetrics } from '../query'
import { type DrillDown, type DrillDownRow, drillDown, drillDownRows } from './drill-down'
import { type DrillDownInput, drillDownOrder, drillDownRequest, parseDrillDown } from './request'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await fillSmallWarehouse(db.pool)
})
afterAll(() => db.close())

const all = { page: 1, pageSize: 1000 }

async function drill(input: DrillDownInput, sort?: string, page = all): Promise<DrillDown> {
  const request = drillDownRequest(input)
  return drillDown(request, drillDownOrder(request, sort), page, { db: db.pool })
}

const cents = (amount: string | null | undefined) => {
  const match = /^(-?)(\d+)(?:\.(\d{1,2}))?0*$/.exec(amount ?? '0')
  if (!match) throw new Error(`${amount} has more than two digits`)
  return BigInt(`${match[1]}${match[2]}${(match[3] ?? '').padEnd(2, '0')}`)
}
const sum = (rows: DrillDownRow[], of: (row: DrillDownRow) => string | null | undefined) =>
  rows.reduce((total, row) => total + cents(of(row)), 0n)

const CASES: Omit<DrillDownInput, 'metric'>[] = [
  {},
  { from: '2026-01-06', to: '2026-02-28' },
  { from: '2026-02-01', to: '2026-02-20', where: { channel: ['web', '(none)'] } },
  { where: { category: ['Drinks', '(none)'] } },
  { where: { weekday: ['2'], hour: ['10'] }, returnsBy: 'order_date' },
  { where: { product: ['P1'], customer: ['C1'] } },
  { where: { order: ['O1'] } },
  { from: '2026-03-01', to: '2026-03-31' },
  { from: '2030-01-01' },
]
const wholeOrders = (name: string) =>
  METRICS.some(
    (metric) => metric.name === name && partsOf(metric).some((part) => /shipping|taxes/.test(part)),
  )
const byProduct = ({ where }: Omit<DrillDownInput, 'metric'>) => where?.['category'] ?? where?.['product']

describe('the rows behind a figure', () => {
  test.each(METRICS.map((metric) => [metric.name, metric] as const))(
    '%s: rows, their totals and the dashboard agree to the cent',
    async (name, metric) => {
      for (const input of CASES) {
        if (wholeOrders(name) && byProduct(input)) continue
        const title = JSON.stringify(input)
        const { rows, totals, figure } = await drill({ ...input, metric: name })
        const asked = await queryMetrics({ ...input, metrics: [name] }, { db: db.pool })
        expect(figure, title).toBe(asked.rows[0]?.[name] === null ? null : String(asked.rows[0]?.[name]))
        expect(totals.value, title).toBe(figure)
        expect(rows, title).toHaveLength(totals.rows)
        for (const [part, amount] of Object.entries(totals.parts))
          expect(
            sum(rows, (row) => row.parts[part]),
            `${part} ${title}`,
          ).toBe(cents(amount))
        if (typeof metric.formula === 'string')
          expect(
            sum(rows, (row) => row.value),
            title,
          ).toBe(cents(figure))
      }
    },
  )

  test('net sales lists each order once, also one whose refund came in another month', async () => {
    const { rows } = await drill({ metric: 'net_sales', from: '2026-02-01', to: '2026-02-28' }, 'id')
    expect(rows.map(({ id, value, parts }) => [id, value, parts['gross'], parts['returns']])).toEqual([
      ['O1', '-9.50', '0.00', '9.50'],
      ['O3', '33.00', '33.00', '0.00'],
      ['O4', '12.00', '20.00', '4.00'],
      ['O5', '21.00', '21.00', '0.00'],
    ])
    expect(rows[0]).toMatchObject({ orderId: 'O1', at: '2026-01-05T09:00:00.000Z', customerId: 'C1' })
  })

  test('returns by refund date list refunds, and by order date those of the orders of the period', async () => {
    const period = { metric: 'returns', from: '2026-02-01', to: '2026-02-28' }
    const listed = async (input: DrillDownInput) =>
      (await drill(input, 'id')).rows.map(({ id, orderId, value }) => [id, orderId, value])
    expect(await listed(period)).toEqual([
      ['R1', 'O1', '9.50'],
      ['R3', 'O4', '4.00'],
    ])
    expect(await listed({ ...period, returnsBy: 'order_date' })).toEqual([
      ['R2', 'O3', '33.00'],
      ['R3', 'O4', '4.00'],
    ])
  })

  test('a ratio lists its parts', async () => {
    const { rows, totals } = await drill({ metric: 'aov', from: '2026-01-01', to: '2026-01-31' }, 'gross')
    expect(totals).toEqual({
      rows: 2,
      value: '17.00',
      parts: { gross: '37.00', discounts: '3.00', orders: '2' },
    })
    expect(rows.map(({ id, value }) => [id, value])).toEqual([
      ['O1', '24.00'],
      ['O2', '10.00'],
    ])
  })

  test('customers are listed, guests left out', async () => {
    const { rows, totals } = await drill({ metric: 'returning_share', from: '2026-02-01', to: '2026-02-28' })
    expect(rows.map(({ id, parts }) => [id, parts])).toEqual([
      ['C1', { returning_customers: '1', customers: '1' }],
      ['C2', { returning_customers: '0', customers: '1' }],
    ])
    expect(totals.value).toBe('0.500000')
  })
})

describe('pages', () => {
  test('of any order hold every row once, as the stream of all does', async () => {
    for (const sort of ['date', 'id', 'value', 'gross', 'returns']) {
      const whole = await drill({ metric: 'net_sales' }, sort)
      const pages = await Promise.all(
        [1, 2, 3].map((page) => drill({ metric: 'net_sales' }, sort, { page, pageSize: 2 })),
      )
      expect(
        pages.flatMap(({ rows }) => rows),
        sort,
      ).toEqual(whole.rows)
      const request = drillDownRequest({ metric: 'net_sales' })
      const streamed: DrillDownRow[] = []
      for await (const rows of drillDownRows(request, drillDownOrder(request, sort), db.pool))
        streamed.push(...rows)
      expect(streamed, sort).toEqual(whole.rows)
    }
  })

  test('beyond the last one still have the totals', async () => {
    const { rows, totals } = await drill({ metric: 'orders' }, 'date', { page: 9, pageSize: 50 })
    expect([rows, totals.value]).toEqual([[], '5'])
  })
})

describe('what cannot be asked', () => {
  test('is refused by name', () => {
    const request = drillDownRequest({ metric: 'orders' })
    expect(() => drillDownOrder(request, 'gros')).toThrow(/no sort "gros"/)
    expect(() => drillDownRequest({ metric: 'sales' })).toThrow(/no metric "sales"/)
    expect(() => parseDrillDown(new URLSearchParams('metric=orders&perriod=7d'))).toThrow(
      /no parameter "perriod"/,
    )
    expect(() => parseDrillDown(new URLSearchParams('page=1'))).toThrow(/which metric/)
  })

  test('every part has a label', () => {
    for (const metric of METRICS)
      for (const part of partsOf(metric)) expect(partLabel(part).label).not.toBe('')
  })
})
