import type { CacheSize, CacheStats } from '@/lib/cache'
import type { databaseTotals } from '@/lib/db/database-figures'
import type { Metric } from './prometheus-text'

/** Cache and database as metrics. The look-ups are those of this process since its start. */
export function storageMetrics(
  cache: CacheStats,
  size: CacheSize,
  database: Awaited<ReturnType<typeof databaseTotals>>,
): Metric[] {
  const { hits, misses, shared, errors } = cache.sinceStart
  return [
    {
      name: 'storeroom_cache_lookups_total',
      type: 'counter',
      help: 'Cache look-ups of this process; shared ones waited for another’s load.',
      values: [
        { labels: { result: 'hit' }, value: hits },
        { labels: { result: 'miss' }, value: misses },
        { labels: { result: 'shared' }, value: shared },
      ],
    },
    {
      name: 'storeroom_cache_errors_total',
      type: 'counter',
      help: 'Commands Redis failed; the page was answered all the same.',
      values: [{ value: errors }],
    },
    {
      name: 'storeroom_cache_entries',
      type: 'gauge',
      help: 'Answers kept.',
      values: [{ value: size.entries }],
    },
    {
      name: 'storeroom_redis_up',
      type: 'gauge',
      help: '1 when Redis answers, 0 when it is away; absent when none is configured.',
      values: [{ value: cache.redis === 'off' ? null : cache.redis === 'up' ? 1 : 0 }],
    },
    {
      name: 'storeroom_database_size_bytes',
      type: 'gauge',
      help: 'Size of the database on disk.',
      values: [{ value: database.bytes }],
    },
    {
      name: 'storeroom_database_connections',
      type: 'gauge',
      help: 'Connections to the database, of whoever.',
      values: [{ value: database.connections }],
    },
    {
      name: 'storeroom_database_connections_max',
      type: 'gauge',
      help: 'Connections the server admits.',
      values: [{ value: database.maxConnections }],
    },
  ]
}
