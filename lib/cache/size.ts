import type { GuardedRedis } from './redis'

export interface CacheSize {
  /** Where the entries are: in Redis, or in this process while there is none. */
  kept: 'redis' | 'process'
  entries: number
  bytes: number | null
  /** What it may take before the oldest go; null = no bound. */
  maxBytes: number | null
}

/**
 * Keys and memory of the Redis database, both kept ready by Redis: nothing is scanned. It counts
 * whatever else lives in the same database. Undefined when Redis does not answer.
 */
export async function redisSize(redis: GuardedRedis): Promise<CacheSize | undefined> {
  return redis.run(async (client) => {
    const [entries, info] = await Promise.all([client.dbsize(), client.info('memory')])
    const field = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? Number.NaN)
    const [bytes, max] = [field('used_memory'), field('maxmemory')]
    return {
      kept: 'redis',
      entries,
      bytes: Number.isNaN(bytes) ? null : bytes,
      maxBytes: max > 0 ? max : null,
    }
  })
}
