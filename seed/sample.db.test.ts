import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fileBooks, type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'

// The whole pipeline on seed/sample against figures that were worked out without it.

const SAMPLE = join(import.meta.dirname, 'sample')
const count = z.object({
  read: z.number(),
  loaded: z.number(),
  unchanged: z.number(),
  superseded: z.number(),
  quarantined: z.number(),
})
const totals = z.object({
  gross_sales: z.string(),
  discounts: z.string(),
  returns: z.string(),
  shipping: z.string(),
  taxes: z.string(),
  orders: z.number(),
  units: z.number(),
  customers: z.number(),
  cogs: z.string(),
})
const aside = z.object({
  file: z.string(),
  record: z.coerce.number(),
  entity: z.string(),
  rule: z.string(),
  column: z.string().nullable(),
  state: z.string(),
})
const line = z.object({
  line: z.number(),
  gross: z.string(),
  discount: z.string(),
  net: z.string(),
  cost: z.string().nullable(),
})
const warehouse = z.object({
  customers: z.number(),
  customer_versions: z.number(),
  suppliers: z.number(),
  products: z.number(),
  product_versions: z.number(),
  orders: z.number(),
  order_lines: z.number(),
  refunds: z.number(),
  inventory_movements: z.number(),
  exchange_rates: z.number(),
  dates: z.number(),
})
const golden = z
  .object({
    files: z.record(z.string(), count),
    warehouse,
    quarantine: z.array(aside),
    warnings: z.array(z.object({ file: z.string(), rule: z.string(), records: z.array(z.number()) })),
    findings: z.record(z.string(), z.array(z.string())),
    totals,
    orders: z.record(z.string(), z.object({ lines: z.array(line) })),
    stock: z.record(
      z.string(),
      z.object({ on_hand: z.number(), moving_average_value: z.string().nullable() }),
    ),
    later: z.object({ released: z.number(), files: z.record(z.string(), count), warehouse, totals }),
  })
  .parse(JSON.parse(readFileSync(join(SAMPLE, 'golden.json'), 'utf8')))

const SOLD = `status in ('paid', 'shipped', 'completed', 'refunded')`
const TOTALS = `
  with sales as (select * from warehouse.fact_sales where ${SOLD}),
    refunds as (select * from warehouse.fact_refunds where ${SOLD}),
    orders as (select * from warehouse.fact_orders where lines > 0 and ${SOLD})
  select (select sum(gross) from sales)::text as gross_sales, (select sum(discount) from sales)::text as discounts,
    (select sum(amount) from refunds)::text as returns, (select sum(shipping) from orders)::text as shipping,
    (select sum(tax) from orders)::text as taxes, (select count(*) from orders)::int as orders,
    ((select sum(quantity) from sales) - (select sum(quantity) from refunds))::int as units,
    (select count(distinct customer_id) from orders join warehouse.dim_customers using (customer_key))::int as customers,
    ((select sum(cost) from sales) - (select sum(cost) from refunds))::text as cogs`
const WAREHOUSE = `
  select (select count(distinct customer_id) from warehouse.dim_customers)::int as customers,
    (select count(*) from warehouse.dim_customers where customer_key <> 0)::int as customer_versions,
    (select count(*) from warehouse.dim_suppliers)::int as suppliers,
    (select count(distinct product_id) from warehouse.dim_products)::int as products,
    (select count(*) from warehouse.dim_products)::int as product_versions,
    (select count(*) from warehouse.fact_orders)::int as orders,
    (select count(*) from warehouse.fact_sales)::int as order_lines,
    (select count(*) from warehouse.fact_refunds)::int as refunds,
    (select count(*) from warehouse.inventory_movements)::int as inventory_movements,
    (select count(*) from warehouse.exchange_rates)::int as exchange_rates,
    (select count(*) from warehouse.dim_dates)::int as dates`

let store: TestWarehouse
beforeAll(async () => {
  store = await testWarehouse({ REPORTING_CURRENCY: 'EUR', STORE_TIMEZONE: 'UTC' })
  await store.run(SAMPLE)
})
afterAll(() => store?.close())

async function rows<T>(shape: z.ZodType<T>, sql: string): Promise<T[]> {
  return z.array(shape).parse((await store.db.pool.query(sql)).rows)
}

async function books(): Promise<Record<string, z.infer<typeof count>>> {
  return z.record(z.string(), count).parse(await fileBooks(store.db))
}

describe('the sample in the warehouse', () => {
  it('has every row of every file where the golden figures have it', async () => {
    expect(await books()).toEqual(
      Object.fromEntries(Object.entries(golden.files).map(([name, file]) => [name, count.parse(file)])),
    )
    expect(await rows(warehouse, WAREHOUSE)).toEqual([golden.warehouse])
  })

  it('keeps aside exactly the records with dirt, each under its rule', async () => {
    const found = await rows(
      aside,
      `select f.name as file, q.record_number as record, q.entity, q.rule, q.column_name as "column", q.state
       from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id`,
    )
    const text = (one: z.infer<typeof aside>) => JSON.stringify(aside.parse(one))
    expect(found.map(text).sort()).toEqual(golden.quarantine.map(text).sort())
  })

  it('warns of what is odd but loads', async () => {
    const found = await rows(
      z.object({ file: z.string(), rule: z.string(), rows: z.number() }),
      `select f.name as file, w.rule, w.rows::int from pipeline.file_warnings w join pipeline.source_files f on f.id = w.file_id`,
    )
    // A column that is not known concerns the file, not so many of its records.
    const text = (file: string, rule: string, n: number) =>
      `${file} ${rule} ${rule === 'unknown_column' ? '' : n}`
    expect(found.map((one) => text(one.file, one.rule, one.rows)).sort()).toEqual(
      golden.warnings.map((one) => text(one.file, one.rule, one.records.length)).sort(),
    )
    const checks = await rows(
      z.object({ name: z.string(), failing: z.number() }),
      `select name, failing_rows::int as failing from pipeline.check_results`,
    )
    const failing = new Map(checks.map((check) => [check.name, check.failing]))
    for (const [check, finding] of [
      ['cost_below_price', 'cost_above_price'],
      ['stock_not_negative', 'negative_stock'],
      ['refund_within_line', 'refund_above_net'],
      ['refunded_order_has_refund', 'refunded_without_refund'],
      ['order_has_lines', 'order_without_lines'],
      ['supplier_contract_running', 'contract_ended'],
    ] as const) {
      expect(failing.get(check), check).toBe(golden.findings[finding]?.length)
    }
  })

  it('comes to the golden totals, to the cent, order by order', async () => {
    expect(await rows(totals, TOTALS)).toEqual([golden.totals].map((one) => totals.parse(one)))
    const found = await rows(
      z.object({ order_id: z.string(), lines: z.array(line) }),
      `select order_id, json_agg(json_build_object('line', line_number, 'gross', gross::text, 'discount', discount::text,
         'net', net::text, 'cost', cost::text) order by line_number) as lines
       from warehouse.fact_sales group by order_id`,
    )
    for (const { order_id, lines } of found) expect(lines, order_id).toEqual(golden.orders[order_id]?.lines)
  })

  it('has the golden stock of every product', async () => {
    const found = await rows(
      z.object({ product_id: z.string(), on_hand: z.number(), value: z.string() }),
      `select distinct on (product_id) product_id, on_hand::int, round(stock_value, 2)::text as value
       from warehouse.inventory_daily order by product_id, date_key desc`,
    )
    expect(Object.fromEntries(found.map(({ product_id, on_hand }) => [product_id, on_hand]))).toEqual(
      Object.fromEntries(Object.entries(golden.stock).map(([product, { on_hand }]) => [product, on_hand])),
    )
    for (const { product_id, value } of found) {
      const expected = golden.stock[product_id]?.moving_average_value
      if (expected !== null) expect(value, product_id).toBe(expected)
    }
  })

  it('releases what waits for a customer once the customer comes', async () => {
    const waiting = () =>
      rows(
        z.object({ n: z.number() }),
        `select count(*)::int as n from pipeline.quarantine where state = 'waiting'`,
      )
    const before = (await waiting())[0]?.n ?? 0
    await store.run(join(SAMPLE, 'later'))
    expect(before - ((await waiting())[0]?.n ?? 0)).toBe(golden.later.released)
    expect(await books()).toEqual(
      Object.fromEntries(Object.entries(golden.later.files).map(([name, file]) => [name, count.parse(file)])),
    )
    expect(await rows(totals, TOTALS)).toEqual([totals.parse(golden.later.totals)])
    expect(await rows(warehouse, WAREHOUSE)).toEqual([golden.later.warehouse])
  })
})
