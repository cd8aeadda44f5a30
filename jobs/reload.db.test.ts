import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'
import { warehouseContent } from '@/tests/helpers/warehouse-content'

const SAMPLE = fileURLToPath(new URL('../seed/sample', import.meta.url))
let warehouse: TestWarehouse
let content: Awaited<ReturnType<typeof warehouseContent>>
let books: unknown
let ids: number[]

beforeAll(async () => {
  warehouse = await testWarehouse()
  expect(await warehouse.run(SAMPLE)).toMatchObject({ status: 'published' })
  content = await warehouseContent(warehouse.db.pool)
  books = await allBooks()
  const { rows } = await warehouse.db.pool.query('select id::int from pipeline.source_files order by id')
  ids = z
    .array(z.object({ id: z.number() }))
    .parse(rows)
    .map((row) => row.id)
}, 120_000)
afterAll(() => warehouse.close())

/**
 * Everything the pipeline's books say of files: their rows, what is kept aside and their warnings; but for the
 * tries of waiting rows, which every run adds to.
 */
async function allBooks() {
  const all = async (sql: string) => (await warehouse.db.pool.query(sql)).rows
  return {
    files: await all('select * from pipeline.source_files order by id'),
    quarantine:
      await all(`select to_jsonb(q) - '{tries,last_run_id,first_rule,first_message}'::text[] as entry
      from pipeline.quarantine q order by file_id, record_number`),
    warnings: await all('select * from pipeline.file_warnings order by file_id, rule, column_name'),
  }
}

const zTotals = z.object({
  files: z.coerce.number(),
  read: z.coerce.number(),
  loaded: z.coerce.number(),
  unchanged: z.coerce.number(),
  superseded: z.coerce.number(),
  quarantined: z.coerce.number(),
})
/** The figures of the last run. */
async function lastRun() {
  const { rows } = await warehouse.db.pool.query(
    `select files, rows_read as read, rows_loaded as loaded, rows_unchanged as unchanged, rows_superseded as superseded,
       rows_quarantined as quarantined from pipeline.runs order by id desc limit 1`,
  )
  return zTotals.parse(rows[0])
}

test('loading every file again changes neither the warehouse nor the books of the files', async () => {
  const first = await lastRun()
  expect(await warehouse.run('/nowhere', { reloadFileIds: ids })).toMatchObject({ status: 'published' })
  expect(await warehouseContent(warehouse.db.pool)).toEqual(content)
  expect(await allBooks()).toEqual(books)
  const again = await lastRun()
  expect(again.read).toBe(again.loaded + again.unchanged + again.superseded + again.quarantined)
  expect(again).toMatchObject({ read: first.read, quarantined: first.quarantined, loaded: 0 })
})

test('each entity, file, table and mart a task worked through is a part of its own', async () => {
  const { rows } = await warehouse.db.pool.query(
    `select task, count(*)::int as parts, bool_and(status = 'succeeded' and finished_at >= started_at) as ended,
       sum(rows_done)::int = max((select rows_done from pipeline.task_runs w where w.run_id = 1 and w.task = p.task and w.scope = '')) as adds_up
     from pipeline.task_runs p where run_id = 1 and scope <> '' group by 1 order by 1`,
  )
  expect(rows).toEqual([
    { task: 'aggregate', parts: 4, ended: true, adds_up: true },
    { task: 'conform', parts: 3, ended: true, adds_up: null },
    { task: 'extract', parts: ids.length, ended: true, adds_up: true },
    { task: 'merge', parts: 4, ended: true, adds_up: true },
    { task: 'validate', parts: 8, ended: true, adds_up: expect.any(Boolean) },
  ])
})

test('what the warehouse lost comes back, from the files it came from', async () => {
  const { pool } = warehouse.db
  const lost = await pool.query(
    `select order_id from warehouse.fact_sales group by 1 order by count(*) desc, 1 limit 5`,
  )
  const orders = lost.rows.map((row: { order_id: string }) => row.order_id)
  await pool.query('delete from warehouse.fact_refunds where order_id = any($1)', [orders])
  await pool.query('delete from warehouse.fact_sales where order_id = any($1)', [orders])
  await pool.query(
    `delete from warehouse.exchange_rates where rate_date = (select max(rate_date) from warehouse.exchange_rates)`,
  )
  expect(await warehouseContent(pool)).not.toEqual(content)
  expect(await warehouse.run('/nowhere', { reloadFileIds: ids })).toMatchObject({ status: 'published' })
  expect(await warehouseContent(pool)).toEqual(content)
  expect(await allBooks()).toEqual(books)
  expect((await lastRun()).loaded).toBeGreaterThan(5)
})

test('one file alone can be loaded again', async () => {
  for (const id of [ids[0] ?? 0, ids.at(-1) ?? 0]) {
    expect(await warehouse.run('/nowhere', { reloadFileIds: [id] })).toMatchObject({ status: 'published' })
    expect(await warehouseContent(warehouse.db.pool)).toEqual(content)
    expect(await lastRun()).toMatchObject({ files: 1, loaded: 0 })
  }
  expect(await allBooks()).toEqual(books)
})

test('an archived file that is not what arrived is refused with what to do', async () => {
  const archive = join(warehouse.home, 'archive')
  const [name] = readdirSync(archive).filter((entry) => entry.endsWith('.csv'))
  writeFileSync(join(archive, name ?? ''), 'order_id\n1\n')
  const damaged = await warehouse.run('/nowhere', { reloadFileIds: ids })
  expect(damaged).toMatchObject({ status: 'failed', error: { code: 'archive_damaged', kind: 'source' } })
  rmSync(join(archive, name ?? ''))
  const missing = await warehouse.run('/nowhere', { reloadFileIds: ids })
  expect(missing).toMatchObject({ status: 'failed', error: { code: 'archive_missing' } })
  expect(await warehouseContent(warehouse.db.pool)).toEqual(content)
})
