import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inboxOf, type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'

const csv = (...lines: string[]) => `${lines.join('\n')}\n`
const ORDERS = 'order_id,customer_id,ordered_at,status,shipping_amount,updated_at'
const LINES = 'order_id,line_number,product_id,quantity,unit_price'
const REFUNDS = 'refund_id,order_id,line_number,refunded_at,quantity,amount'

let warehouse: TestWarehouse

/** Drops files in and loads them. */
async function load(files: Record<string, string>): Promise<void> {
  const inbox = await inboxOf(files)
  expect(await warehouse.run(inbox)).toMatchObject({ status: 'published' })
  const { rows } = await warehouse.db.pool.query(`select rule from pipeline.quarantine
    union all select reject_code from pipeline.source_files where status = 'rejected'`)
  expect(rows).toEqual([])
  await rm(inbox, { recursive: true })
}

/** Which transaction wrote each row: a row that is not written keeps its own. */
async function writers(table: string, key: string): Promise<Record<string, string>> {
  const { rows } = await warehouse.db.pool.query<{ key: string; xmin: string }>(
    `select ${key} as key, xmin::text from warehouse.${table}`,
  )
  return Object.fromEntries(rows.map((row) => [row.key, row.xmin]))
}

const lineWriters = () => writers('fact_sales', `order_id || '/' || line_number`)

/** Names of the rows that another transaction wrote since. */
const rewritten = (before: Record<string, string>, after: Record<string, string>) =>
  Object.keys(after)
    .filter((key) => before[key] !== after[key])
    .sort()

beforeAll(async () => {
  warehouse = await testWarehouse()
  await load({
    'customers.csv': csv('customer_id', 'C1', 'C2'),
    'products.csv': csv('product_id,product_name,list_price', 'P1,Tea,10.00', 'P2,Mug,5.00'),
    'orders.csv': csv(
      ORDERS,
      'O1,C1,2026-01-10T10:00:00Z,paid,4.00,2026-01-10T10:00:00Z',
      'O2,C2,2026-01-11T10:00:00Z,paid,4.00,2026-01-11T10:00:00Z',
    ),
    'order_items.csv': csv(LINES, 'O1,1,P1,1,10.00', 'O1,2,P2,1,5.00', 'O2,1,P1,3,10.00'),
    'refunds.csv': csv(REFUNDS, 'R1,O1,1,2026-01-20T10:00:00Z,1,5.00'),
  })
}, 60_000)
afterAll(() => warehouse.close())

test('a correction of an order writes its row and leaves its lines, which are as they were', async () => {
  const [orders, lines] = [await writers('fact_orders', 'order_id'), await lineWriters()]
  await load({
    'orders-2.csv': csv(ORDERS, 'O1,C1,2026-01-10T10:00:00Z,paid,6.00,2026-02-01T10:00:00Z'),
  })
  expect(rewritten(orders, await writers('fact_orders', 'order_id'))).toEqual(['O1'])
  expect(rewritten(lines, await lineWriters())).toEqual([])
  const { rows } = await warehouse.db.pool.query(
    `select shipping::text from warehouse.fact_orders where order_id = 'O1'`,
  )
  expect(rows).toEqual([{ shipping: '6.00' }])
})

test('of an order’s lines only the corrected and the added one are written', async () => {
  const before = await lineWriters()
  await load({ 'order_items-2.csv': csv(LINES, 'O1,2,P2,2,5.00', 'O1,3,P1,1,9.00') })
  expect(rewritten(before, await lineWriters())).toEqual(['O1/2', 'O1/3'])
})

test('a refund that is corrected to be of another line points at that line', async () => {
  await load({ 'refunds-2.csv': csv(REFUNDS, 'R1,O1,2,2026-01-20T10:00:00Z,1,5.00') })
  const { rows } = await warehouse.db.pool.query(
    `select refund_id, line_number from warehouse.fact_refunds order by refund_id`,
  )
  expect(rows).toEqual([{ refund_id: 'R1', line_number: 2 }])
})

test('an order that moves to another day takes its lines and refunds along and leaves none behind', async () => {
  await load({
    'orders-3.csv': csv(ORDERS, 'O1,C1,2026-01-12T10:00:00Z,paid,6.00,2026-02-02T10:00:00Z'),
  })
  const { rows } =
    await warehouse.db.pool.query(`select 'order' as kind, date_key from warehouse.fact_orders where order_id = 'O1'
    union all select 'line', date_key from warehouse.fact_sales where order_id = 'O1'
    union all select 'refund', order_date_key from warehouse.fact_refunds where order_id = 'O1' order by 1`)
  expect(rows).toEqual([
    { kind: 'line', date_key: 20260112 },
    { kind: 'line', date_key: 20260112 },
    { kind: 'line', date_key: 20260112 },
    { kind: 'order', date_key: 20260112 },
    { kind: 'refund', date_key: 20260112 },
  ])
})
