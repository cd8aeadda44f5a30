import { route } from '@/app/api/_lib/route'
import { cacheStats } from '@/lib/cache'
import { pipelineFigures } from '@/lib/pipeline/figures'
import { type Metric, prometheusText } from './prometheus-text'

export const dynamic = 'force-dynamic'

/** Figures for Prometheus. Needs a session or the bearer token like everything but health. */
export const GET = route({}, async () => {
  const [figures, cache] = await Promise.all([pipelineFigures(), cacheStats()])
  const metrics: Metric[] = [
    {
      name: 'storeroom_runs',
      type: 'gauge',
      help: 'Runs by status.',
      values: figures.runs.map(({ status, count }) => ({ labels: { status }, value: count })),
    },
    {
      name: 'storeroom_last_run_age_seconds',
      type: 'gauge',
      help: 'Seconds since a run last ended well: published, or with nothing new.',
      values: [{ value: figures.lastGoodRunAgeSeconds }],
    },
    {
      name: 'storeroom_load_version',
      type: 'gauge',
      help: 'Version of the load the dashboards show.',
      values: [{ value: figures.version }],
    },
    {
      name: 'storeroom_load_age_seconds',
      type: 'gauge',
      help: 'Seconds since the load the dashboards show was published.',
      values: [{ value: figures.loadAgeSeconds }],
    },
    {
      name: 'storeroom_rows',
      type: 'gauge',
      help: 'Rows of all files by what became of them.',
      values: Object.entries(figures.rows).map(([outcome, value]) => ({ labels: { outcome }, value })),
    },
    {
      name: 'storeroom_quarantine_rows',
      type: 'gauge',
      help: 'Rows kept aside by state; waiting ones are tried again in every run.',
      values: Object.entries(figures.quarantine).map(([state, value]) => ({ labels: { state }, value })),
    },
    {
      name: 'storeroom_files',
      type: 'gauge',
      help: 'Files by status.',
      values: figures.files.map(({ status, count }) => ({ labels: { status }, value: count })),
    },
    {
      name: 'storeroom_cache_lookups_24h',
      type: 'gauge',
      help: 'Cache look-ups of the last 24 hours; shared ones waited for another’s load.',
      values: [
        { labels: { result: 'hit' }, value: cache.hits },
        { labels: { result: 'miss' }, value: cache.misses },
        { labels: { result: 'shared' }, value: cache.shared },
        { labels: { result: 'error' }, value: cache.errors },
      ],
    },
    {
      name: 'storeroom_redis_up',
      type: 'gauge',
      help: '1 when Redis answers, 0 when it is away; absent when none is configured.',
      values: cache.redis === 'off' ? [] : [{ value: cache.redis === 'up' ? 1 : 0 }],
    },
    {
      name: 'storeroom_database_bytes',
      type: 'gauge',
      help: 'Size of the database.',
      values: [{ value: figures.databaseBytes }],
    },
  ]
  return new Response(prometheusText(metrics), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
  })
})
