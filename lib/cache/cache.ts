import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { log } from '@/lib/core/log'
import { type GuardedRedisOptions, guardedRedis } from './redis'
import { type CacheSize, redisSize } from './size'
import { CacheStatistics, type CacheStats } from './statistics'

export interface CacheOptions {
  /** Without it everything is kept in this process. */
  redisUrl?: string
  /** Keeps two installations on one Redis apart. */
  prefix?: string
  /** Bound of the in-process store, in bytes of JSON. */
  memoryBytes?: number
  clock?: () => Date
  redis?: GuardedRedisOptions
}

export interface CachedOptions {
  /** How long the value may be served. Default one day: keys carry the load's version. */
  ttlSeconds?: number
}

export interface Cache {
  cached<T>(key: string, load: () => Promise<T>, options?: CachedOptions): Promise<T>
  stats(): Promise<CacheStats>
  size(): Promise<CacheSize>
  close(): Promise<void>
}

const DAY_SECONDS = 86_400
const LOCK_MS = 10_000
const LOCK_POLL_MS = 25
/** Deletes the lock only if it is still ours: it may have run out and be another's by now. */
const UNLOCK = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`

/**
 * A read-through cache. A miss is loaded once however many ask at the same time: callers in this
 * process share one promise, other processes wait for the value of the one holding a short lock.
 */
export function createCache(options: CacheOptions = {}): Cache {
  const { prefix = 'storeroom:', memoryBytes = 64 * 1024 * 1024, clock = () => new Date() } = options
  let statistics: CacheStatistics | undefined
  const redis = options.redisUrl
    ? guardedRedis(options.redisUrl, { ...options.redis, onError: () => statistics?.count('error') })
    : null
  statistics = new CacheStatistics(redis, `${prefix}stats:`, clock)
  const stats = statistics
  const memory = new LRUCache<string, string>({
    maxSize: memoryBytes,
    sizeCalculation: (text) => text.length + 64,
  })
  const flights = new Map<string, Promise<unknown>>()

  async function read(key: string): Promise<string | undefined> {
    const found = redis ? await redis.run((client) => client.get(key)) : undefined
    // null: Redis answered "not there". undefined: it did not answer, so ask this process.
    return found === undefined ? memory.get(key) : (found ?? undefined)
  }

  async function write(key: string, text: string, ttlSeconds: number): Promise<void> {
    const stored = redis ? await redis.run((client) => client.set(key, text, 'EX', ttlSeconds)) : undefined
    if (stored === undefined) memory.set(key, text, { ttl: ttlSeconds * 1000 })
  }

  /** The value another process is loading right now, or undefined when it is ours to load. */
  async function waitForOther(key: string, token: string): Promise<string | undefined> {
    if (!redis) return undefined
    const deadline = Date.now() + LOCK_MS
    while (Date.now() < deadline) {
      const got = await redis.run(async (client) => ({
        lock: await client.set(`${key}:lock`, token, 'PX', LOCK_MS, 'NX'),
      }))
      if (!got || got.lock === 'OK') return undefined
      await sleep(LOCK_POLL_MS)
      const value = await read(key)
      if (value !== undefined) return value
    }
    return undefined
  }

  async function loadOnce<T>(key: string, load: () => Promise<T>, ttlSeconds: number): Promise<T> {
    const startedAt = performance.now()
    const hit = await read(key)
    if (hit !== undefined) {
      stats.count('hit', performance.now() - startedAt)
      return open<T>(hit)
    }
    const token = randomUUID()
    const theirs = await waitForOther(key, token)
    if (theirs !== undefined) {
      stats.count('shared')
      return open<T>(theirs)
    }
    stats.count('miss')
    try {
      const value = await load()
      const text = seal(key, value)
      if (text === undefined) return value
      await write(key, text, ttlSeconds)
      return open<T>(text)
    } finally {
      await redis?.run((client) => client.eval(UNLOCK, 1, `${key}:lock`, token))
    }
  }

  return {
    async cached<T>(name: string, load: () => Promise<T>, { ttlSeconds = DAY_SECONDS }: CachedOptions = {}) {
      const key = `${prefix}${name}`
      const running = flights.get(key)
      if (running) {
        stats.count('shared')
        return (await running) as T
      }
      const flight = loadOnce(key, load, ttlSeconds).finally(() => flights.delete(key))
      flights.set(key, flight)
      return await flight
    },
    stats: () => stats.read(),
    size: async () =>
      (redis ? await redisSize(redis) : undefined) ?? {
        kept: 'process',
        entries: memory.size,
        bytes: memory.calculatedSize,
        maxBytes: memoryBytes,
      },
    async close() {
      await stats.flush()
      await redis?.close()
    },
  }
}

/** 0, null and '' are values like any other, so the JSON stands in an envelope. */
function seal(key: string, value: unknown): string | undefined {
  try {
    return JSON.stringify({ v: value })
  } catch (error) {
    log.warn({ err: error, key }, 'Value cannot be written as JSON and is not cached')
    return undefined
  }
}

/** A miss is read back from its own JSON, so a value has one shape whether it was cached or not. */
function open<T>(text: string): T {
  return (JSON.parse(text) as { v: T }).v
}
