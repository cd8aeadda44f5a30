import { afterAll, beforeAll, expect, it } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { listBreakers } from '@/lib/resilience/list-breakers'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { until } from '@/tests/helpers/orchestration'
import { type TestRedis, testRedis } from '@/tests/helpers/redis-server'
import { cached, closeCache } from '.'

let db: TestDatabase
let redis: TestRedis
beforeAll(async () => {
  db = await testDatabase()
  redis = await testRedis()
  process.env.DATABASE_URL = db.url
  process.env.REDIS_URL = redis.url
})
afterAll(async () => {
  await closeCache()
  await redis.stop()
  await closePool()
  await db.close()
})

it('lists Redis as open while it is away and as closed again when it is back', async () => {
  await cached('key', async () => 1)
  const state = async () => (await listBreakers()).find((b) => b.name === 'redis')?.state
  await until(async () => (await state()) === 'closed', 'Redis is listed')
  await redis.stop()
  await until(async () => (await state()) === 'open', 'its breaker is listed as open')
  expect(await cached('other', async () => 2)).toBe(2)
  expect((await listBreakers())[0]?.lastError).toMatch(/ECONNREFUSED|closed|ECONNRESET/i)
  await redis.start()
  await until(async () => (await state()) === 'closed', 'it is listed as closed')
})
