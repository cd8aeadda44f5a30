import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type TestRedis, testRedis } from '@/tests/helpers/redis-server'
import { cached, cacheStats, closeCache, versionedKey } from '.'

let redis: TestRedis

beforeAll(async () => {
  redis = await testRedis()
  process.env.REDIS_URL = redis.url
})
afterAll(async () => {
  await closeCache()
  await redis.stop()
})

const first = { version: 1, publishedAt: new Date('2026-11-23T10:00:00Z') }

it('does not serve what an earlier warehouse at the same address left in Redis', async () => {
  expect(await cached(versionedKey(first, 'net_sales'), async () => 'of the first')).toBe('of the first')
  const rebuilt = { version: 1, publishedAt: new Date('2026-11-24T10:00:00Z') }
  expect(await cached(versionedKey(rebuilt, 'net_sales'), async () => 'of the second')).toBe('of the second')
})

it('keeps its values over a restart, and goes on to other keys with the next load', async () => {
  const load = vi.fn(async () => 'figures')
  await cached(versionedKey(first, 'page'), load)
  await closeCache()
  await cached(versionedKey(first, 'page'), load)
  expect(load).toHaveBeenCalledTimes(1)
  await cached(versionedKey({ version: 2, publishedAt: new Date() }, 'page'), load)
  expect(load).toHaveBeenCalledTimes(2)
  expect(await cacheStats()).toMatchObject({ redis: 'up', hits: 1 })
})
