import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { type TestRedis, testRedis } from '@/tests/helpers/redis-server'
import { cached, cacheStats, closeCache, versionedKey } from '.'

let db: TestDatabase
let redis: TestRedis

beforeAll(async () => {
  ;[db, redis] = await Promise.all([testDatabase(), testRedis()])
  process.env.DATABASE_URL = db.url
  process.env.REDIS_URL = redis.url
})
afterAll(async () => {
  await closeCache()
  await closePool()
  await Promise.all([db.close(), redis.stop()])
})

const publish = (version: number, at: string) =>
  db.pool.query(
    'insert into pipeline.warehouse_version (version, run_id, epoch, published_at) values ($1, 1, 1, $2)',
    [version, at],
  )

it('does not serve what an earlier warehouse at the same address left in Redis', async () => {
  await publish(1, '2026-11-23T10:00:00Z')
  expect(await cached(versionedKey(1, 'net_sales'), async () => 'of the first')).toBe('of the first')
  await db.pool.query('delete from pipeline.warehouse_version')
  await publish(1, '2026-11-24T10:00:00Z')
  await closeCache()
  expect(await cached(versionedKey(1, 'net_sales'), async () => 'of the second')).toBe('of the second')
})

it('keeps its values over a restart, and goes on to other keys with the next load', async () => {
  const load = vi.fn(async () => 'figures')
  await cached(versionedKey(1, 'page'), load)
  await closeCache()
  await cached(versionedKey(1, 'page'), load)
  expect(load).toHaveBeenCalledTimes(1)
  await publish(2, '2026-11-24T11:00:00Z')
  await cached(versionedKey(2, 'page'), load)
  expect(load).toHaveBeenCalledTimes(2)
  expect(await cacheStats()).toMatchObject({ redis: 'up', hits: 1 })
})

it('leaves an error of the database to the loader', async () => {
  await closeCache()
  await closePool()
  process.env.DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/none'
  try {
    expect(await cached(versionedKey(1, 'without a database'), async () => 'answer')).toBe('answer')
  } finally {
    await closePool()
    process.env.DATABASE_URL = db.url
  }
})
