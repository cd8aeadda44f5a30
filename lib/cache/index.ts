import { createHash } from 'node:crypto'
import { env } from '@/lib/core/env'
import { breakersReported, reportBreaker } from '@/lib/resilience/report-breaker'
import { type Cache, type CachedOptions, createCache } from './cache'
import type { CacheSize } from './size'
import type { CacheStats } from './statistics'

export { versionedKey } from './keys'
export type { CachedOptions, CacheSize, CacheStats }

/** One per process: Next.js compiles pages and routes apart, and reloads modules in development. */
const holder = globalThis as typeof globalThis & { storeroomCache?: Cache }

function cache(): Cache {
  if (!holder.storeroomCache) {
    const { redisUrl, databaseUrl } = env()
    const warehouse = createHash('sha256')
      .update(databaseUrl ?? '')
      .digest('base64url')
      .slice(0, 8)
    holder.storeroomCache = createCache({
      redisUrl,
      prefix: `storeroom:${warehouse}:`,
      redis: { onChange: (state, error) => reportBreaker('redis', state === 'up', error) },
    })
  }
  return holder.storeroomCache
}

/**
 * The value kept under `key`, else the one `load` returns, which is then kept. `key` comes from
 * versionedKey(). Values pass through JSON: dates come back as text. An error of `load` is thrown
 * and not kept; an error of the cache never reaches the caller.
 */
export function cached<T>(key: string, load: () => Promise<T>, options?: CachedOptions): Promise<T> {
  return cache().cached(key, load, options)
}

/** Hits, misses and timings of the last 24 hours, for the pipeline page and /api/metrics. */
export function cacheStats(): Promise<CacheStats> {
  return cache().stats()
}

/** How many answers are kept, where, and how much room they take. */
export function cacheSize(): Promise<CacheSize> {
  return cache().size()
}

/** Lets a script end: closes the connection to Redis. */
export async function closeCache(): Promise<void> {
  await holder.storeroomCache?.close()
  holder.storeroomCache = undefined
  await breakersReported()
}
