import { afterAll, beforeAll, expect, test } from 'vitest'
import { inboxOf, type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'
import { movementsBy, stockAt, stockHistory } from './stock-history'
import { STOCK_MEASURE_NAMES, stockMovements } from './stock-movements'
import { stockPosition } from './stock-position'

let warehouse: TestWarehouse
beforeAll(async () => {
  warehouse = await testWarehouse()
  const kinds = [
    'receipt,20',
    'sale,-3',
    'return,1',
    'adjustment,-2',
    'transfer,4',
    'write_off,-1',
    'sale,-2',
    'receipt,5',
  ]
  const lines = kinds.flatMap((kind, i) => [
    `A${i},P1,2025-0${i + 1}-10,${kind},4`,
    `B${i},P2,2025-0${i + 1}-11,${kind},2.5`,
  ])
  const outcome = await warehouse.run(
    await inboxOf({
      'products.csv': 'product_id,product_name,list_price\nP1,Tee,10\nP2,Cap,5\n',
      'stock.csv': `movement_id,product_id,moved_at,movement_type,quantity,unit_cost\n${lines.join('\n')}\n`,
    }),
  )
  expect(outcome).toMatchObject({ status: 'published' })
}, 60_000)
afterAll(() => warehouse?.close())

test('movements add up to every figure of the stock, of all products and of each', async () => {
  const db = warehouse.db.pool
  const range = { from: '2025-02-01', to: '2025-07-31' }
  const [history, months] = [await stockHistory(range.to, db), await movementsBy('month', range, db)]
  const columns = {
    received: 'received',
    sold: 'sold',
    returned: 'returned',
    adjusted: 'adjusted',
    transferred: 'transferred',
    written_off: 'writtenOff',
  } as const
  for (const measure of STOCK_MEASURE_NAMES) {
    const all = await stockMovements({ measure, ...range }, { page: 1, pageSize: 100 }, db)
    const shown =
      measure === 'on_hand'
        ? stockAt(history, range.to)?.onHand
        : months.reduce((sum, month) => sum + month[columns[measure]], 0)
    expect([all.units, all.figure], measure).toEqual([shown, shown])
    expect(all.movements).toHaveLength(all.rows)
    expect(
      all.movements.reduce((sum, { quantity }) => sum + quantity, 0),
      measure,
    ).toBe(shown)
    const [one, other] = await Promise.all(
      ['P1', 'P2'].map((product) =>
        stockMovements({ measure, ...range, product }, { page: 1, pageSize: 1 }, db),
      ),
    )
    expect([(one?.units ?? 0) + (other?.units ?? 0), one?.figure]).toEqual([shown, one?.units])
  }
  // The value is no sum of movements, but of products; each leads to its movements.
  const products = await stockPosition(range.to, 90, db)
  const cents = products.reduce((sum, { stockValue }) => sum + Math.round(Number(stockValue) * 100), 0)
  expect(cents).toBe(Math.round(Number(stockAt(history, range.to)?.stockValue) * 100))
})

test('a page names the record each movement came from', async () => {
  const ask = { measure: 'sold', from: '2025-01-01', to: '2025-12-31', product: 'P1' } as const
  const { rows, movements } = await stockMovements(ask, { page: 2, pageSize: 1 }, warehouse.db.pool)
  expect(rows).toBe(2)
  expect(movements).toMatchObject([{ id: 'A1', quantity: -3, file: 'stock.csv', record: 3 }])
})
