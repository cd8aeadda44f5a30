import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeCache } from '@/lib/cache'
import { ratio, total } from '@/lib/core/decimal'
import { closePool } from '@/lib/db/pool'
import { DEMAND_DAYS } from '@/lib/reports/demand-days'
import { customerCohorts } from '@/lib/views/customers/cohorts'
import { customerPareto } from '@/lib/views/customers/pareto'
import { customerSegments } from '@/lib/views/customers/segments'
import { inventoryAgeing } from '@/lib/views/inventory/ageing'
import { inventoryCategories } from '@/lib/views/inventory/by-category'
import { inventoryCover } from '@/lib/views/inventory/cover'
import { inventoryReorder } from '@/lib/views/inventory/reorder'
import { inventorySuppliers } from '@/lib/views/inventory/suppliers'
import { inventoryValue } from '@/lib/views/inventory/value'
import { readDrillState } from '@/lib/views/orders/links'
import { openOrders, ordersRows } from '@/lib/views/orders/open'
import { productBaskets } from '@/lib/views/products/baskets'
import { productClassesView } from '@/lib/views/products/classes'
import { readViewState } from '@/lib/views/search-params'
import type { TableData, TableRow } from '@/lib/views/table'
import { openPage, type PageName, type View } from '@/lib/views/view'
import { type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'
import { requestOf } from '@/tests/helpers/signed-in'
import { GET as movementsApi } from './movements/route'
import { GET as ordersApi } from './orders/route'

/** Figures of reports lead to the orders they are made of: what stands there has to be the figure that was clicked. */

const TOKEN = 'a token of some length'
let warehouse: TestWarehouse
let from = ''
let to = ''

beforeAll(async () => {
  const inbox = await mkdtemp(join(tmpdir(), 'storeroom-seed-'))
  const size = ['--orders', '900', '--customers', '120', '--products', '14', '--months', '9']
  await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    'seed/generate.ts',
    ...size,
    '--end',
    '2026-01-31',
    '--out',
    join(inbox, 'files'),
  ])
  warehouse = await testWarehouse()
  expect(await warehouse.run(join(inbox, 'files'))).toMatchObject({ status: 'published' })
  await rm(inbox, { recursive: true })
  Object.assign(process.env, { DATABASE_URL: warehouse.db.url, API_TOKEN: TOKEN })
  delete process.env.REDIS_URL
  const { rows } = await warehouse.db.pool.query(
    'select first_date::text as first, last_date::text as last from pipeline.warehouse_version',
  )
  from = rows[0].first
  to = rows[0].last
}, 120_000)
afterAll(async () => {
  await closeCache()
  await closePool()
  await warehouse.close()
})

async function rowsOf<Data extends TableData>(view: View<Data>, search = ''): Promise<Data> {
  const state = readViewState(new URLSearchParams(search))
  const data = await view.load(await openPage(view.page as PageName, state))
  expect(data.rows.length).toBeGreaterThan(0)
  return data
}

/** What the orders page says under an address, which is also what the API says. */
async function follow(href: TableRow[string]): Promise<string | null> {
  const address = new URL(String(href), 'http://shop')
  const page = await openOrders(readViewState(address), readDrillState(address))
  if (!page.asked.ok) throw page.asked.error
  const { totals, figure } = await ordersRows(page.asked.request, page.asked.order, 1)
  expect(totals.value, String(href)).toBe(figure)
  const twin = requestOf(page.asked.json, { headers: { authorization: `Bearer ${TOKEN}` } })
  const answer = await (await ordersApi(twin, { params: Promise.resolve({}) })).json()
  expect(answer.totals, page.asked.json).toEqual(totals)
  return totals.value
}

describe('a figure leads to rows that make it:', () => {
  test('customers, orders and net sales of a segment', async () => {
    for (const row of (await rowsOf(customerSegments)).rows) {
      const found = await Promise.all([
        follow(row['customers_href']),
        follow(row['orders_href']),
        follow(row['sales_href']),
      ])
      expect(found, String(row['label'])).toEqual([
        String(row['customers']),
        String(row['orders']),
        row['net_sales'],
      ])
    }
  })

  test('net sales of the best customers', async () => {
    const { rows } = await rowsOf(customerPareto)
    for (const row of rows.filter((_, index) => index % 9 === 0 || index === rows.length - 1))
      expect(await follow(row['href'])).toBe(row['netSales'])
  })

  test('customers of a cohort that bought, and what they brought in so far', async () => {
    const { rows } = await rowsOf(customerCohorts)
    for (const row of rows.filter((_, index) => index % 3 === 0)) {
      expect(await follow(row['active_href'])).toBe(String(row['active']))
      const perCustomer = async (href: string) =>
        Number(ratio(await follow(row[href]), String(row['customers']))).toFixed(2)
      expect(await perCustomer('sales_href')).toBe(Number(row['net_per_customer']).toFixed(2))
      expect(await perCustomer('profit_href')).toBe(Number(row['profit_per_customer']).toFixed(2))
    }
  })

  test('net sales of the products of a class, whatever the page is filtered by', async () => {
    const { cells } = await rowsOf(productClassesView, `period=custom&from=${from}&to=${to}&category=None`)
    const { rows } = await warehouse.db.pool.query(
      `select round((select sum(net) from warehouse.fact_sales
      where status in ('paid', 'shipped', 'completed', 'refunded')) - (select coalesce(sum(amount), 0)
      from warehouse.fact_refunds where date_key <= $1), 2)::text as net`,
      [to.replaceAll('-', '')],
    )
    const values = await Promise.all(
      cells.map(async (cell) => {
        const value = await follow(cell.href)
        expect(ratio(value, rows[0].net)).toBe(cell.share)
        return value
      }),
    )
    expect(total(values)).toBe(rows[0].net)
  })

  test('orders with both products of a pair', async () => {
    for (const row of (await rowsOf(productBaskets, `period=custom&from=${from}&to=${to}`)).rows)
      expect(await follow(row['href'])).toBe(String(row['orders']))
  })
})

/** What the movements page says under an address. */
async function followStock(href: TableRow[string]) {
  const { searchParams } = new URL(String(href), 'http://shop')
  const context = await openPage('inventory', readViewState(searchParams))
  searchParams.delete('period')
  searchParams.set('from', context.period.from)
  searchParams.set('to', context.period.to)
  const twin = requestOf(`/api/movements?${searchParams}`, { headers: { authorization: `Bearer ${TOKEN}` } })
  const answer = await (await movementsApi(twin, { params: Promise.resolve({}) })).json()
  if (answer.figure !== null) expect(answer.units, String(href)).toBe(answer.figure)
  return answer
}

describe('a figure of the stock leads to movements that make it:', () => {
  test('units of a category, and of all products by how long they last', async () => {
    const categories = await rowsOf(inventoryCategories)
    let all = 0
    for (const row of categories.rows) {
      const { units } = await followStock(row['href'])
      expect(String(units)).toBe(String(row['units']))
      all += units
    }
    const cover = await Promise.all(
      (await rowsOf(inventoryCover)).rows.map((row) => followStock(row['href'])),
    )
    expect(cover.reduce((sum, { units }) => sum + units, 0)).toBe(all)
  })

  test('units on hand at the end of a day, a week and a month', async () => {
    for (const grain of ['day', 'week', 'month']) {
      const { rows } = await rowsOf(inventoryValue, `period=custom&from=${from}&to=${to}&grain=${grain}`)
      for (const row of [rows[0], rows[rows.length >> 1], rows.at(-1)])
        expect((await followStock(row?.['href'] ?? null)).units).toBe(row?.['on_hand'])
    }
  })

  test('what was received from a supplier, at cost', async () => {
    for (const row of (await rowsOf(inventorySuppliers)).rows) {
      const { cost, figure } = await followStock(row['received_href'])
      expect([Number(cost), figure]).toEqual([Number(row['received']), null])
    }
  })

  test('receipts of an age hold at least what is left of them', async () => {
    for (const row of (await rowsOf(inventoryAgeing)).rows.filter(({ upTo }) => upTo !== null))
      expect((await followStock(row['href'])).units).toBeGreaterThanOrEqual(Number(row['units']))
  })

  test.each(DEMAND_DAYS)(
    'days of cover are those of the units sold in %i days that they lead to',
    async (days) => {
      const { rows, columns } = await rowsOf(inventoryReorder, `demand=${days}`)
      const template = columns.find(({ name }) => name === 'days_of_cover')?.link?.to ?? ''
      const [row] = rows.filter((one) => Number(one['days_of_cover']) > 0)
      const id = String(row?.['product_id'])
      const sold = Number(await follow(template.replace('__value__', id)))
      // Days in stock by the movements alone: those at whose end something was left.
      const stocked = await warehouse.db.pool.query(
        `select count(*)::int as days from generate_series($1::date - $2::int + 1, $1::date, '1 day') day
       where (select sum(m.quantity) from warehouse.inventory_movements m join warehouse.dim_products p using (product_key)
         where p.product_id = $3 and m.date_key <= to_char(day, 'YYYYMMDD')::int) > 0`,
        [to, days, id],
      )
      const expected = (Number(row?.['on_hand']) * stocked.rows[0].days) / sold
      expect(row?.['days_of_cover']).toBe(Math.round(expected))
    },
  )
})

test('what is no group is refused with what would be one', async () => {
  const address = new URL('http://shop/orders?metric=orders&group=segment%3AGold')
  const { asked } = await openOrders(readViewState(address), readDrillState(address))
  expect(asked).toMatchObject({ ok: false, error: { code: 'bad_group' } })
  if (!asked.ok) expect(asked.error.whatToDo).toContain('segment:Champions')
})
