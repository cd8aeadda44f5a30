import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cleanWarehouse, LOADED_AT } from '@/tests/helpers/checked-warehouse'
import { inboxOf, type TestWarehouse } from '@/tests/helpers/pipeline'
import { warehouseContent } from '@/tests/helpers/warehouse-content'

let shop: TestWarehouse
beforeAll(async () => {
  shop = await cleanWarehouse()
}, 120_000)
afterAll(() => shop?.close())

const clock = () => LOADED_AT
const row = async (sql: string) => (await shop.db.pool.query(sql)).rows[0]
const CELL = `date_key = 20250815 and product_key = (select min(product_key) from warehouse.product_daily where date_key = 20250815)`
const ORDER = { 'orders-new.csv': 'order_id,ordered_at,status\nNEW1,2025-09-30 10:00:00,paid\n' }

describe('a blocking check that finds something', () => {
  let before: Awaited<ReturnType<typeof warehouseContent>>
  beforeAll(async () => {
    // As if a fault had left a mart wrong on a day that the next load does not touch.
    await shop.db.pool.query(`update warehouse.product_daily set units = units + 1 where ${CELL}`)
    before = await warehouseContent(shop.db.pool)
  })

  it('stops the publish, and names the check', async () => {
    const outcome = await shop.run(await inboxOf(ORDER), { clock })
    expect(outcome).toMatchObject({
      status: 'failed',
      error: {
        name: 'QualityError',
        code: 'blocking_check_failed',
        context: { checks: ['order_days_reconcile (1 row)'] },
      },
    })
  })

  it('leaves the dashboards on the last good load', async () => {
    expect(await row('select max(version) as version from pipeline.warehouse_version')).toEqual({
      version: 1,
    })
    expect(await warehouseContent(shop.db.pool)).toEqual(before)
  })

  it('keeps its result and the offending row, although all else was rolled back', async () => {
    expect(
      await row(`select status, failing_rows::int as rows, sample from pipeline.check_results
        where run_id = 2 and name = 'order_days_reconcile'`),
    ).toMatchObject({ status: 'failed', rows: 1, sample: [{ date_key: 20250815 }] })
    expect(await row('select count(*)::int as n from pipeline.check_results where run_id = 2')).toEqual({
      n: 116,
    })
  })

  it('lets the same file through once the fault is mended', async () => {
    await shop.db.pool.query(`update warehouse.product_daily set units = units - 1 where ${CELL}`)
    expect(await shop.run(await inboxOf(ORDER), { clock })).toEqual({ status: 'published', version: 2 })
    expect(await row(`select count(*)::int as n from warehouse.fact_orders where order_id = 'NEW1'`)).toEqual(
      { n: 1 },
    )
  })

  it('a warning is published, with file and record of the row', async () => {
    expect(
      await row(
        `select status, sample from pipeline.check_results where run_id = 3 and name = 'order_has_lines'`,
      ),
    ).toMatchObject({
      status: 'warned',
      sample: [{ order_id: 'NEW1', file: 'orders-new.csv', record: 1 }],
    })
  })
})

describe('the rules of the contract', () => {
  it('are booked as checks, with file, record, column and value', async () => {
    const inbox = await inboxOf({
      'orders-bad.csv': `order_id,ordered_at,status,colour
        BAD1,yesterday,paid,red
        BAD2,2025-09-30 10:00:00,done,red
        BAD3,2025-09-30 10:00:00,done,red`.replace(/\n\s+/g, '\n'),
    })
    await shop.run(inbox, { clock })
    const { rows } = await shop.db.pool.query(
      `select name, level, severity, status, failing_rows::int as rows, sample -> 0 as first from pipeline.check_results
       where run_id = 4 and name in ('bad_timestamp', 'unknown_value', 'unknown_column', 'bad_date') order by name`,
    )
    expect(rows).toMatchObject([
      { name: 'bad_date', status: 'passed', rows: 0, first: null },
      {
        name: 'bad_timestamp',
        level: 'row',
        severity: 'warning',
        status: 'warned',
        rows: 1,
        first: { file: 'orders-bad.csv', record: 1, column_name: 'ordered_at', value: 'yesterday' },
      },
      { name: 'unknown_column', level: 'file', status: 'warned', rows: 1, first: { column_name: 'colour' } },
      { name: 'unknown_value', rows: 2, first: { record: 2, value: 'done' } },
    ])
  })
})

describe('the catalogue in the database', () => {
  it('keeps the threshold a shop has set, which the next run compares with', async () => {
    const inbox = (n: number) =>
      inboxOf({
        [`orders-${n}.csv`]: `order_id,ordered_at,status\nT${n},2025-09-30 10:00:00,paid\nU${n},never,paid\n`,
      })
    const rate = (run: number) =>
      row(
        `select status, threshold::float8 as threshold from pipeline.check_results where run_id = ${run} and name = 'quarantine_rate'`,
      )
    await shop.run(await inbox(5), { clock })
    expect(await rate(5)).toEqual({ status: 'warned', threshold: 5 })
    await shop.db.pool.query(
      `update pipeline.checks set threshold_override = 50 where name = 'quarantine_rate'`,
    )
    await shop.run(await inbox(6), { clock })
    expect(await rate(6)).toEqual({ status: 'passed', threshold: 50 })
    expect(
      await row(
        `select threshold::int, threshold_unit as unit from pipeline.checks where name = 'quarantine_rate'`,
      ),
    ).toEqual({ threshold: 5, unit: '% of a file’s rows' })
  })

  it('forgets a check that is gone', async () => {
    await shop.db.pool.query(`insert into pipeline.checks (name, kind, level, severity, description, what_to_do)
      values ('long_gone', 'sql', 'row', 'warning', 'x', 'x')`)
    await shop.run(
      await inboxOf({ 'orders-7.csv': 'order_id,ordered_at,status\nT7,2025-09-30 10:00:00,paid\n' }),
      { clock },
    )
    expect(await row(`select count(*)::int as n from pipeline.checks where name = 'long_gone'`)).toEqual({
      n: 0,
    })
  })
})
