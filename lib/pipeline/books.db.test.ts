import { afterAll, beforeAll, expect, test } from 'vitest'
import { closePool, pool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { listFiles } from './list-files'
import { countQuarantine, listQuarantine } from './list-quarantine'
import { listRuns } from './list-runs'
import { currentVersion, versionInfo } from './version'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  process.env.DATABASE_URL = db.url
  await closePool()
})
afterAll(async () => {
  await closePool()
  await db.close()
})

test('before anything was loaded the version is 0 and every list is empty', async () => {
  expect(await currentVersion()).toBe(0)
  expect(await versionInfo()).toBeUndefined()
  expect(await listRuns()).toEqual({ items: [], total: 0, page: 1, pageSize: 25 })
  expect((await listFiles()).items).toEqual([])
  expect((await listQuarantine()).items).toEqual([])
})

test('files show what became of their rows, their warnings and whether they balance', async () => {
  await pool().query(`insert into pipeline.source_files
    (sha256, name, size_bytes, archive_path, arrived_at, effective_at, run_id, status, entity, header,
     unknown_columns, reject_code, reject_message, rows_read, rows_loaded, rows_quarantined) values
    (repeat('a', 64), 'orders.csv', 10, 'archive/a.csv', now(), now(), 1, 'loaded', 'orders', '{order_id}', '{note}', null, null, 3, 1, 2),
    (repeat('b', 64), 'photo.csv', 10, 'archive/b.csv', now(), now(), 1, 'rejected', null, '{}', '{}', 'binary', 'Not text.', 0, 0, 0)`)
  await pool().query(`insert into pipeline.file_warnings (file_id, rule, rows, message)
    values (1, 'unknown_column', 3, 'note is not known')`)
  const { items, total } = await listFiles()
  expect(total).toBe(2)
  expect(items[0]).toMatchObject({
    name: 'photo.csv',
    status: 'rejected',
    balanced: null,
    rejectMessage: 'Not text.',
  })
  expect(items[1]).toMatchObject({
    name: 'orders.csv',
    balanced: true,
    unknownColumns: ['note'],
    rows: { read: 3, loaded: 1, unchanged: 0, superseded: 0, quarantined: 2 },
    warnings: [{ rule: 'unknown_column', rows: 3 }],
  })
  expect((await listFiles({ status: 'rejected' })).items).toHaveLength(1)
})

test('quarantine is paged in record order, filtered, counted by rule, and hides what was released', async () => {
  await pool().query(`insert into pipeline.quarantine
    (file_id, record_number, run_id, entity, rule, column_name, value, message, raw, state) values
    (1, 2, 1, 'orders', 'bad_date', 'ordered_at', 'soon', 'no date', '{"order_id": "A", "coupon_code": null}', 'quarantined'),
    (1, 1, 1, 'orders', 'unknown_customer', 'customer_id', 'C9', 'no customer', '{"order_id": "B"}', 'waiting'),
    (1, 3, 1, 'orders', 'unknown_customer', 'customer_id', 'C8', 'no customer', '{"order_id": "C"}', 'released')`)
  const first = await listQuarantine({ pageSize: 1 })
  expect(first).toMatchObject({
    total: 2,
    items: [{ recordNumber: 1, fileName: 'orders.csv', state: 'waiting' }],
  })
  expect((await listQuarantine({ pageSize: 1, page: 2 })).items[0]).toMatchObject({
    recordNumber: 2,
    raw: { order_id: 'A', coupon_code: null },
  })
  expect((await listQuarantine({ rule: 'bad_date' })).total).toBe(1)
  expect((await listQuarantine({ state: 'released' })).total).toBe(1)
  expect(await countQuarantine({ fileId: 1 })).toEqual([
    { entity: 'orders', rule: 'bad_date', state: 'quarantined', rows: 1, files: 1 },
    { entity: 'orders', rule: 'unknown_customer', state: 'waiting', rows: 1, files: 1 },
  ])
})
