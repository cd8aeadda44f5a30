import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type TestRedis, testRedis } from '@/tests/helpers/redis-server'
import { type Cache, type CacheOptions, createCache } from './cache'

let server: TestRedis
const open: Cache[] = []
let prefixes = 0

/** Caches of one test share a prefix when it is given, as two processes of one installation do. */
function cacheOn(redisUrl: string | undefined, options: CacheOptions = {}): Cache {
  prefixes += 1
  const cache = createCache({ redisUrl, prefix: `t${prefixes}:`, redis: { probeEveryMs: 50 }, ...options })
  open.push(cache)
  return cache
}

beforeAll(async () => {
  server = await testRedis()
})
afterEach(async () => {
  await Promise.all(open.splice(0).map((cache) => cache.close()))
})
afterAll(() => server.stop())

describe.each([
  ['with Redis', () => server.url],
  ['without Redis', () => undefined],
])('%s', (_, url) => {
  it('loads a key once and answers from the cache afterwards', async () => {
    const cache = cacheOn(url())
    const load = vi.fn(async () => ({ net: '12.50' }))
    expect(await cache.cached('k', load)).toEqual({ net: '12.50' })
    expect(await cache.cached('k', load)).toEqual({ net: '12.50' })
    expect(load).toHaveBeenCalledTimes(1)
    expect(await cache.stats()).toMatchObject({ hits: 1, misses: 1, errors: 0, hitRate: 0.5 })
  })

  it('counts since the start of the process, and says how much is kept where', async () => {
    const cache = cacheOn(url())
    const before = await cache.size()
    await cache.cached('counted', async () => 'a')
    await cache.cached('counted', async () => 'b')
    expect((await cache.stats()).sinceStart).toEqual({ hits: 1, misses: 1, shared: 0, errors: 0 })
    const after = await cache.size()
    expect(after.kept).toBe(url() ? 'redis' : 'process')
    expect(after.entries).toBeGreaterThan(before.entries)
    expect(after.bytes).toBeGreaterThan(0)
  })

  it.each([[0], [null], [''], [false], [[]]])('takes %j for a value, not for a miss', async (value) => {
    const cache = cacheOn(url())
    const load = vi.fn(async () => value)
    await cache.cached('k', load)
    expect(await cache.cached('k', load)).toEqual(value)
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('loads once when 50 ask for the same missing key at the same time', async () => {
    const cache = cacheOn(url())
    const load = vi.fn(async () => {
      await sleep(30)
      return 7
    })
    const answers = await Promise.all(Array.from({ length: 50 }, () => cache.cached('k', load)))
    expect(load).toHaveBeenCalledTimes(1)
    expect(answers).toEqual(Array(50).fill(7))
    expect(await cache.stats()).toMatchObject({ misses: 1, shared: 49 })
  })

  it('hands on an error of the loader and does not keep it', async () => {
    const cache = cacheOn(url())
    const load = vi
      .fn<() => Promise<number>>()
      .mockRejectedValueOnce(new Error('no table'))
      .mockResolvedValue(1)
    await expect(cache.cached('k', load)).rejects.toThrow('no table')
    expect(await cache.cached('k', load)).toBe(1)
  })

  it('answers a value that cannot be written as JSON without keeping it', async () => {
    const cache = cacheOn(url())
    expect(await cache.cached('k', async () => 1n)).toBe(1n)
  })

  it('forgets a value after its time', async () => {
    const cache = cacheOn(url())
    const load = vi.fn(async () => 1)
    await cache.cached('k', load, { ttlSeconds: 1 })
    await sleep(1100)
    await cache.cached('k', load, { ttlSeconds: 1 })
    expect(load).toHaveBeenCalledTimes(2)
  })
})

describe('across processes', () => {
  it('lets one load while the other waits for its value', async () => {
    const [one, two] = [cacheOn(server.url, { prefix: 'x:' }), cacheOn(server.url, { prefix: 'x:' })]
    const load = vi.fn(async () => {
      await sleep(100)
      return 'value'
    })
    expect(await Promise.all([one.cached('k', load), two.cached('k', load)])).toEqual(['value', 'value'])
    expect(load).toHaveBeenCalledTimes(1)
  })

  it('adds up the counts of all processes', async () => {
    const [one, two] = [cacheOn(server.url, { prefix: 'y:' }), cacheOn(server.url, { prefix: 'y:' })]
    await one.cached('k', async () => 1)
    await one.stats()
    await two.cached('k', async () => 1)
    expect(await two.stats()).toMatchObject({ hits: 1, misses: 1, redis: 'up' })
  })

  it('lets go of the lock when the loader fails', async () => {
    const cache = cacheOn(server.url, { prefix: 'z:' })
    await cache.cached('k', () => Promise.reject(new Error('no'))).catch(() => undefined)
    const client = new Redis(server.url)
    expect(await client.exists('z:k:lock')).toBe(0)
    client.disconnect()
  })
})

describe('when Redis goes away', () => {
  it('answers from this process while it is stopped and from Redis again once it is back', async () => {
    const own = await testRedis()
    const cache = cacheOn(own.url)
    await cache.cached('before', async () => 1)
    await own.stop()

    const load = vi.fn(async () => 2)
    expect(await cache.cached('during', load)).toBe(2)
    expect(await cache.cached('during', load)).toBe(2)
    expect(load).toHaveBeenCalledTimes(1)
    expect((await cache.stats()).redis).toBe('away')

    await own.start()
    await vi.waitFor(async () => expect((await cache.stats()).redis).toBe('up'), {
      timeout: 5000,
      interval: 50,
    })
    await cache.cached('after', async () => 3)
    const client = new Redis(own.url)
    expect(await client.keys('*:after')).toHaveLength(1)
    client.disconnect()
    await own.stop()
  })

  it('costs nothing per request once a hung Redis is known to hang', async () => {
    const own = await testRedis()
    const cache = cacheOn(own.url, { redis: { probeEveryMs: 10_000, commandTimeoutMs: 50 } })
    await cache.cached('warm', async () => 1)
    own.freeze()
    await cache.cached('notices', async () => 1)
    const startedAt = performance.now()
    for (let i = 0; i < 200; i++) await cache.cached(`k${i}`, async () => i)
    const tookMs = performance.now() - startedAt
    own.thaw()
    await own.stop()
    expect(tookMs).toBeLessThan(200)
    expect((await cache.stats()).errors).toBeGreaterThanOrEqual(3)
  })

  it('starts without it', async () => {
    const cache = cacheOn('redis://127.0.0.1:1')
    expect(await cache.cached('k', async () => 1)).toBe(1)
    expect((await cache.stats()).redis).toBe('away')
  })
})

it('keeps the in-process store within its bound', async () => {
  const cache = cacheOn(undefined, { memoryBytes: 10_000 })
  const load = vi.fn(async () => 'x'.repeat(1000))
  for (let i = 0; i < 50; i++) await cache.cached(`k${i}`, load)
  await cache.cached('k0', load)
  expect(load).toHaveBeenCalledTimes(51)
})
