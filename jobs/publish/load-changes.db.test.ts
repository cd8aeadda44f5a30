import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { queryMetrics } from '@/lib/metrics/query'
import { type LoadChanges, loadChanges } from '@/lib/pipeline/load-changes'
import { inboxOf, type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'

let warehouse: TestWarehouse
beforeEach(async () => {
  warehouse = await testWarehouse()
})
afterEach(() => warehouse.close())

async function load(files: Record<string, string>): Promise<LoadChanges> {
  const outcome = await warehouse.run(await inboxOf(files))
  if (outcome.status !== 'published') throw new Error(JSON.stringify(outcome))
  const { version } = outcome
  const changes = await loadChanges({ from: version, to: version }, warehouse.db.pool)
  if (!changes) throw new Error('the load has no changes')
  return changes
}
const rowsOf = ({ tables }: LoadChanges) =>
  Object.fromEntries(
    tables
      .filter(({ added, changed, removed }) => added + changed + removed > 0)
      .map(({ table, added, changed, removed }) => [table, [added, changed, removed]]),
  )
const figures = (changes: LoadChanges['totals']) =>
  Object.fromEntries(changes.map(({ metric, before, after }) => [metric, [before, after]]))

const FIRST = {
  'products-2025-01-01.csv': 'product_id,product_name,list_price,unit_cost\nP1,Tee,10,4\nP2,Cap,5,2\n',
  'customers.csv': 'customer_id,segment\nC1,gold\n',
  'orders-1.csv':
    'order_id,ordered_at,status,customer_id\nO1,2025-02-03,paid,C1\nO2,2025-02-04,paid,\nO3,2025-05-06,paid,C1\n',
  'order-items-1.csv':
    'order_id,line_number,product_id,quantity,unit_price,discount_amount\nO1,1,P1,2,10,1\nO2,1,P2,1,5,\nO3,1,P1,1,10,\nO3,2,P2,1,5,\n',
  'stock-1.csv':
    'movement_id,product_id,moved_at,movement_type,quantity,unit_cost\nM1,P1,2025-01-02,receipt,10,4\nM2,P1,2025-02-03,sale,-2,\n',
}

describe('what a load changed', () => {
  test('of the first one is everything, told in totals only', async () => {
    const changes = await load(FIRST)
    expect(rowsOf(changes)).toEqual({
      fact_orders: [3, 0, 0],
      fact_sales: [4, 0, 0],
      inventory_movements: [2, 0, 0],
      dim_products: [2, 0, 0],
      dim_customers: [1, 0, 0],
    })
    expect(figures(changes.totals)).toMatchObject({
      gross_sales: [null, '40.00'],
      net_sales: [null, '39.00'],
      customers: [null, '1.00'],
      stock_value: [null, '32.00'],
    })
    expect(changes.days).toEqual([])
  })

  test('a late correction of an old month shows on its day, and a repeated record nowhere', async () => {
    await load(FIRST)
    const changes = await load({
      'orders-2.csv':
        'order_id,ordered_at,status,customer_id\nO1,2025-02-03,cancelled,C1\nO2,2025-02-04,paid,\nO4,2025-11-07,paid,C2\n',
      'order-items-2.csv': 'order_id,line_number,product_id,quantity,unit_price\nO4,1,P2,3,5\n',
      'customers-2.csv': 'customer_id,segment\nC2,basic\n',
      'refunds-2.csv':
        'refund_id,order_id,line_number,refunded_at,quantity,amount\nR1,O3,1,2025-11-07T10:00:00Z,1,10\n',
    })
    // O1 and its line carry the status; O3 was C1's second order and is now the first.
    expect(rowsOf(changes)).toEqual({
      fact_orders: [1, 2, 0],
      fact_sales: [1, 3, 0],
      fact_refunds: [1, 0, 0],
      dim_customers: [1, 0, 0],
    })
    expect(changes.days.map(({ day, metrics }) => [day, figures(metrics)])).toEqual([
      [
        '2025-11-07',
        {
          net_sales: ['0.00', '5.00'],
          gross_sales: ['0.00', '15.00'],
          returns: ['0.00', '10.00'],
          orders: ['0.00', '1.00'],
          units_sold: ['0.00', '3.00'],
        },
      ],
      [
        '2025-02-03',
        {
          net_sales: ['19.00', '0.00'],
          gross_sales: ['20.00', '0.00'],
          discounts: ['1.00', '0.00'],
          orders: ['1.00', '0.00'],
          units_sold: ['2.00', '0.00'],
        },
      ],
    ])
    const totals = figures(changes.totals)
    expect(totals).toMatchObject({
      net_sales: ['39.00', '25.00'],
      orders: ['3.00', '3.00'],
      customers: ['1.00', '2.00'],
    })
    const now = await queryMetrics(
      { metrics: ['net_sales', 'gross_sales', 'returns', 'customers'] },
      { db: warehouse.db.pool },
    )
    for (const [name, value] of Object.entries(now.rows[0] ?? {}))
      expect(Number(totals[name]?.[1])).toBe(Number(value))
  })

  test('a new version of a product restates what it governs; a moved order is changed, not added', async () => {
    await load(FIRST)
    const changes = await load({
      'products-2025-03-01.csv': 'product_id,product_name,list_price,unit_cost\nP1,Tee,10,6\n',
      'orders-2.csv': 'order_id,ordered_at,status,customer_id\nO2,2025-08-09,paid,\n',
    })
    // P1 gets a second version, which cuts the first; O3's first line now points to it. O2 goes into a new quarter.
    expect(rowsOf(changes)).toEqual({
      fact_orders: [0, 1, 0],
      fact_sales: [0, 2, 0],
      dim_products: [1, 1, 0],
    })
    expect(changes.days.map(({ day }) => day)).toEqual(['2025-08-09', '2025-02-04'])
    expect(figures(changes.totals)['net_sales']).toEqual(['39.00', '39.00'])
  })

  test('several loads are told as one', async () => {
    await load(FIRST)
    await load({ 'orders-2.csv': 'order_id,ordered_at,status,customer_id\nO1,2025-02-03,cancelled,C1\n' })
    await load({
      'orders-3.csv': 'order_id,ordered_at,status,customer_id,channel\nO1,2025-02-03,paid,C1,web\n',
    })
    const both = await loadChanges({ from: 2, to: 3 }, warehouse.db.pool)
    expect(both?.loads.map(({ version }) => version)).toEqual([2, 3])
    expect(both?.days).toEqual([])
    expect(figures(both?.totals ?? [])['net_sales']).toEqual(['39.00', '39.00'])
    expect(await loadChanges({ from: 9, to: 9 }, warehouse.db.pool)).toBeUndefined()
  })
})
