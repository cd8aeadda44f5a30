import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeCache } from '@/lib/cache'
import { closePool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { requestOf } from '@/tests/helpers/signed-in'
import { fillSmallWarehouse } from '@/tests/helpers/small-warehouse'
import { GET as movements } from './movements/route'
import { GET as order } from './orders/[id]/route'
import { GET as orders } from './orders/route'
import { GET as changes } from './pipeline/changes/route'
import { GET as record } from './pipeline/files/[id]/records/[n]/route'

const TOKEN = 'a token of some length'
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await fillSmallWarehouse(db.pool)
  Object.assign(process.env, { DATABASE_URL: db.url, API_TOKEN: TOKEN })
  delete process.env.REDIS_URL
})
afterAll(async () => {
  await closeCache()
  await closePool()
  await db.close()
})

const known = { headers: { authorization: `Bearer ${TOKEN}` } }
const none = { params: Promise.resolve({}) }
const ask = (search: string) => orders(requestOf(`/api/orders?${search}`, known), none)
const orderOf = (id: string, init = known) =>
  order(requestOf('/api/orders/x', init), { params: Promise.resolve({ id }) })
const recordOf = (id: string, n: string, init = known) =>
  record(requestOf('/api/pipeline/files/x/records/y', init), { params: Promise.resolve({ id, n }) })

describe('the API of figures', () => {
  it('answers nobody without a session or token', async () => {
    const stranger = { headers: {} as { authorization: string } }
    const answers = await Promise.all([
      orders(requestOf('/api/orders?metric=orders', stranger), none),
      orderOf('O1', stranger),
      recordOf('1', '1', stranger),
      movements(requestOf('/api/movements', stranger), none),
      changes(requestOf('/api/pipeline/changes', stranger), none),
    ])
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
  })

  it('gives what a figure is made of, one page as JSON and all of it as CSV', async () => {
    const search = 'metric=net_sales&from=2026-02-01&to=2026-02-28&where=channel=web&sort=id'
    const page = await (await ask(`${search}&pageSize=2`)).json()
    expect(page).toMatchObject({
      of: 'orders',
      figure: '44.50', // 33 + 21 − 9.50
      totals: { rows: 3, value: '44.50', parts: { gross: '54.00', discounts: '0.00', returns: '9.50' } },
    })
    expect(page.rows.map(({ id }: { id: string }) => id)).toEqual(['O1', 'O3'])
    const csv = await (await ask(`${search}&format=csv`)).text()
    expect(csv.replace('\uFEFF', '').trim().split('\r\n')).toEqual([
      'order,order,at,status,channel,country,customer,customer_name,gross,discounts,returns,net_sales',
      'O1,O1,2026-01-05T09:00:00.000Z,paid,web,DE,C1,,0.00,0.00,9.50,-9.50',
      'O3,O3,2026-02-10T09:30:00.000Z,refunded,web,DE,C1,,33.00,0.00,0.00,33.00',
      'O5,O5,2026-02-20T11:00:00.000Z,paid,web,DE,C2,,21.00,0.00,0.00,21.00',
    ])
  })

  it('says what is wrong with a question', async () => {
    for (const [search, code] of [
      ['metric=net_sale', 'unknown_metric'],
      ['metric=shipping&where=category=Tea', 'not_by_product'],
      ['metric=orders&from=2026-02-30', 'bad_request'],
      ['metric=orders&sort=price', 'unknown_sort'],
      ['metric=orders&pageSize=100000', 'bad_request'],
      ['', 'no_metric'],
    ]) {
      const response = await ask(search ?? '')
      expect([response.status, (await response.json()).error.code], search).toEqual([400, code])
    }
  })

  it('traces an order, and says when there is none', async () => {
    const found = await (await orderOf('O4')).json()
    expect(found).toMatchObject({
      order: { orderId: 'O4', refunded: '4.00' },
      customer: null,
      lines: [{ costFrom: 'unknown', discount: '4.00' }],
      refunds: [{ refundId: 'R3' }],
    })
    expect((await orderOf('O%2F1')).status).toBe(404)
  })

  it('gives no record of what is no file', async () => {
    expect((await recordOf('999', '1')).status).toBe(404)
    for (const id of ['..', '1%2F..', '-1', '1.5', 'etc'])
      expect((await recordOf(id, '1')).status, id).toBe(400)
    expect((await recordOf('1', '0')).status).toBe(400)
  })

  it('knows no changes of a load that was not followed, and refuses a load that is not there', async () => {
    const of = (search: string) => changes(requestOf(`/api/pipeline/changes${search}`, known), none)
    expect(await (await of('')).json()).toMatchObject({ loads: [{ version: 1 }], totals: [], unknown: [1] })
    expect((await of('?from=7')).status).toBe(404)
  })

  it('refuses a measure of the stock that is none', async () => {
    const of = (search: string) => movements(requestOf(`/api/movements?${search}`, known), none)
    expect(await (await of('measure=on_hand')).json()).toMatchObject({ rows: 0, units: 0, figure: 0 })
    expect((await of('measure=value')).status).toBe(400)
  })
})
