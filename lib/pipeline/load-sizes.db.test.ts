import { afterAll, beforeAll, expect, test } from 'vitest'
import { closePool, pool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { loadSizes } from './load-sizes'

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

test('the size of the database is kept with each load by itself, so that the growth can be told', async () => {
  await pool().query(`insert into pipeline.warehouse_version (version, run_id, epoch, published_at, database_bytes)
      values (1, 1, 1, now() - interval '2 days', null), (2, 2, 2, now() - interval '1 day', 5000)`)
  await pool().query(
    'insert into pipeline.warehouse_version (version, run_id, epoch, published_at) values (3, 3, 3, now())',
  )
  const [first, second] = await loadSizes()
  expect(first).toMatchObject({ version: 2, bytes: 5000, grownBytes: null })
  expect(second?.version).toBe(3)
  expect(second?.bytes).toBeGreaterThan(1e6)
  expect(second?.grownBytes).toBe((second?.bytes ?? 0) - 5000)
})
