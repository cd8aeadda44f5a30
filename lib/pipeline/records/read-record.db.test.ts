import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { orderTrace } from '@/lib/reports/order-trace'
import { inboxOf, type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'
import { archivedPath } from './archived-path'
import { readRecord } from './read-record'

let warehouse: TestWarehouse
const files: Record<string, number> = {}
beforeAll(async () => {
  warehouse = await testWarehouse()
  const products = 'product_id,product_name,list_price,unit_cost\nP1,Tee,10,4\n'
  const first = {
    'products.csv': products,
    'exchange-rates.csv': 'currency,rate_date,rate\nUSD,2026-01-01,0.9\n',
    'customers.csv': 'customer_id,full_name,segment\nC1,Ann Lee,gold\n',
    'orders.csv': iconv.encode(
      'order_id;ordered_at;status;customer_id;currency;discount_amount;coupon_code\n' +
        'A/1;2026-01-05T10:00:00Z;paid;C1;USD;1.00;Früh"ling\nO2;2026-01-06;lost;;EUR;;\nO3;2026-01-07;paid;;EUR;;\n',
      'windows-1252',
    ),
    'order-items.csv.gz': gzipSync(
      'order_id,line_number,product_id,quantity,unit_price,discount_amount,unit_cost\nA/1,1,P1,2,10,0.50,\nA/1,2,P1,1,5,,3\nO3,1,P1,1,10,,\n',
    ),
    'refunds.csv':
      'refund_id,order_id,line_number,refunded_at,quantity,amount\nR1,A/1,1,2026-01-09T10:00:00Z,1,2.00\n',
  }
  for (const inbox of [
    first,
    { 'orders-later.csv': 'order_id,ordered_at,status\nO3,2026-01-07,shipped\n' },
  ]) {
    const outcome = await warehouse.run(await inboxOf(inbox))
    expect(outcome).toMatchObject({ status: 'published' })
  }
  const { rows } = await warehouse.db.pool.query('select id, name from pipeline.source_files')
  for (const { id, name } of z.array(z.object({ id: z.coerce.number(), name: z.string() })).parse(rows))
    files[name] = id
}, 60_000)
afterAll(() => warehouse?.close())

const read = (name: string, n: number) =>
  readRecord(files[name] ?? 0, n, { db: warehouse.db.pool, home: warehouse.home })

describe('a raw record', () => {
  test('of every row behind an order is what the trace says', async () => {
    const trace = await orderTrace('A/1', warehouse.db.pool)
    if (!trace) throw new Error('the order is not stored')
    const { order, customer, rate, lines, refunds } = trace
    expect(order).toMatchObject({
      currency: 'USD',
      fxRate: '0.9',
      discountOriginal: '1.00',
      refunded: '1.80',
    })
    expect(customer).toMatchObject({ customerId: 'C1', segment: 'gold', validFrom: '1900-01-01' })
    expect(rate).toMatchObject({ rate: '0.9', rateDate: '2026-01-01' })
    expect(
      lines.map(({ costFrom, unitCost, lineDiscount, orderDiscount, discount }) => [
        costFrom,
        unitCost,
        lineDiscount,
        orderDiscount,
        discount,
      ]),
    ).toEqual([
      ['product', '4.0000', '0.45', '0.72', '1.17'],
      ['record', '3.0000', '0.00', '0.18', '0.18'],
    ])
    const sources = [order, customer, rate, ...lines, lines[0]?.version, ...refunds]
    const texts = []
    for (const source of sources) {
      const view = await readRecord(source?.fileId ?? 0, source?.record ?? 0, {
        db: warehouse.db.pool,
        home: warehouse.home,
      })
      expect(view?.file.name).toBe(source?.file)
      expect(view?.place).toMatchObject({ kind: 'in use' })
      texts.push(view?.record.text)
    }
    expect(texts).toEqual([
      '"A/1";"2026-01-05T10:00:00Z";"paid";"C1";"USD";"1.00";"Früh""ling"',
      'C1,Ann Lee,gold',
      'USD,2026-01-01,0.9',
      'A/1,1,P1,2,10,0.50,',
      'A/1,2,P1,1,5,,3',
      'P1,Tee,10,4',
      'R1,A/1,1,2026-01-09T10:00:00Z,1,2.00',
    ])
  })

  test('is shown by column, with the load that took it in and its neighbours', async () => {
    const view = await read('orders.csv', 1)
    expect(view?.file).toMatchObject({
      encoding: 'windows-1252',
      delimiter: ';',
      version: 1,
      records: 3,
      entity: 'orders',
    })
    expect(view?.fields.at(-1)).toEqual({ header: 'coupon_code', column: 'coupon_code', value: 'Früh"ling' })
    expect(view?.neighbours.map(({ recordNumber }) => recordNumber)).toEqual([2, 3])
  })

  test('that was kept aside, or replaced by a later one, says so', async () => {
    expect((await read('orders.csv', 2))?.place).toMatchObject({ kind: 'kept aside', columnName: 'status' })
    expect((await read('orders.csv', 3))?.place).toEqual({
      kind: 'replaced',
      fileId: files['orders-later.csv'],
      record: 1,
      orderId: 'O3',
    })
    expect((await read('orders-later.csv', 1))?.place).toEqual({ kind: 'in use', orderId: 'O3' })
  })

  test('that is not there is none', async () => {
    expect(await read('orders.csv', 4)).toBeUndefined()
    expect(await read('orders.csv', 0)).toBeUndefined()
    expect(await read('nothing.csv', 1)).toBeUndefined()
  })
})

describe('the archive', () => {
  test('is not left, whatever the books say', () => {
    const sha = 'a'.repeat(64)
    expect(archivedPath(`archive/${sha}.csv.gz`, '/home')).toBe(`/home/archive/${sha}.csv.gz`)
    for (const path of [
      '/etc/passwd',
      '../x',
      `archive/../${sha}.csv`,
      `archive/${sha}.json`,
      `archive/x/${sha}.csv`,
      'archive/notes.csv',
    ])
      expect(() => archivedPath(path, '/home'), path).toThrow(/not in the archive/)
  })

  test('without the original says what to do', async () => {
    const archive = join(warehouse.home, 'archive')
    await rename(archive, `${archive}.away`)
    await expect(read('orders.csv', 1)).rejects.toMatchObject({ code: 'original_missing' })
    await rename(`${archive}.away`, archive)
  })
})
