import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeCache } from '@/lib/cache'
import { closePool, pool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { type Family, parsePrometheus } from '@/tests/helpers/parse-prometheus'
import { collectMetrics } from './collect-metrics'
import { prometheusText } from './prometheus-text'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  process.env.DATABASE_URL = db.url
  delete process.env.REDIS_URL
  await closePool()
})
afterAll(async () => {
  await closeCache()
  await closePool()
  await db.close()
})

const scrape = async () => parsePrometheus(prometheusText(await collectMetrics()))

/** The value of the one sample with these labels. */
function sampleOf(families: Map<string, Family>, name: string, labels: Record<string, string> = {}): number {
  const found = families
    .get(name)
    ?.samples.filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value))
  expect(found, `${name} ${JSON.stringify(labels)}`).toHaveLength(1)
  return found?.[0]?.value ?? Number.NaN
}

describe('the metrics of an empty installation', () => {
  it('are well-formed, and leave out what there is not instead of calling it zero', async () => {
    const families = await scrape()
    expect(sampleOf(families, 'storeroom_runs_total', { status: 'failed' })).toBe(0)
    expect(sampleOf(families, 'storeroom_load_version')).toBe(0)
    for (const name of [
      'storeroom_load_age_seconds',
      'storeroom_last_run_failed',
      'storeroom_check_status',
    ]) {
      expect(families.has(name)).toBe(false)
    }
  })
})

describe('the metrics of an installation with a past', () => {
  beforeAll(async () => {
    await pool().query(`
      insert into pipeline.runs (status, trigger, inbox_dir, requested_at, started_at, finished_at, version,
          rows_read, rows_loaded, rows_unchanged, rows_superseded, rows_quarantined) values
        ('published', 'cli', '/in', now() - interval '3 h', now() - interval '3 h', now() - interval '3 h' + interval '8 s', 1, 100, 80, 5, 5, 10),
        ('failed', 'cli', '/in', now() - interval '1 h', now() - interval '1 h', now() - interval '1 h' + interval '2.5 s', null, 40, 40, 0, 0, 0),
        ('queued', 'button', '/in', now(), null, null, null, 0, 0, 0, 0, 0);
      insert into pipeline.warehouse_version (version, run_id, epoch, published_at) values (1, 1, 1, '2026-11-25T00:00:00.500Z');
      insert into pipeline.task_runs (run_id, task, scope, status, attempt, started_at, finished_at, rows_done) values
        (2, 'discover', '', 'succeeded', 1, now() - interval '10 s', now() - interval '9.5 s', 3),
        (2, 'extract', 'orders.csv', 'succeeded', 1, now() - interval '9 s', now() - interval '8 s', 30),
        (2, 'extract', 'refunds.csv', 'failed', 2, now() - interval '8.5 s', now() - interval '7 s', 4),
        (2, 'load', '', 'pending', 0, null, null, null);
      insert into pipeline.check_results (run_id, name, level, severity, status, failing_rows, sample, seconds) values
        (1, 'old_check', 'row', 'warning', 'failed', 9, '[]', 0.1),
        (2, 'order_has_lines', 'row', 'warning', 'warned', 6, '[]', 0.1),
        (2, 'rows_accounted_for', 'reconciliation', 'blocking', 'failed', 1, '[]', 0.1);
      insert into pipeline.source_files (sha256, name, size_bytes, archive_path, arrived_at, effective_at, run_id, status, entity, header, unknown_columns, rows_read, rows_loaded)
        values (repeat('a', 64), 'o.csv', 1, 'a', now(), now(), 1, 'loaded', 'orders', '{}', '{}', 5, 4);
      insert into pipeline.quarantine (file_id, record_number, run_id, entity, rule, message, raw, state) values
        (1, 1, 1, 'orders', 'bad_date', 'm', '{}', 'quarantined'),
        (1, 2, 1, 'orders', 'bad_date', 'm', '{}', 'quarantined'),
        (1, 3, 1, 'orders', 'unknown_customer', 'm', '{}', 'waiting'),
        (1, 4, 1, 'orders', 'bad_date', 'm', '{}', 'released');
      insert into pipeline.workers (id, host, pid, state, heartbeat_at) values
        ('w1', 'h', 1, 'idle', now() - interval '2 s'), ('w2', 'h', 2, 'executing', now() - interval '10 min');`)
  })

  it('say how the runs ended, what waits, and when the data was published', async () => {
    const families = await scrape()
    expect(sampleOf(families, 'storeroom_runs_total', { status: 'published' })).toBe(1)
    expect(sampleOf(families, 'storeroom_runs_total', { status: 'failed' })).toBe(1)
    expect(sampleOf(families, 'storeroom_runs_queued')).toBe(1)
    expect(sampleOf(families, 'storeroom_last_run_failed')).toBe(1)
    expect(sampleOf(families, 'storeroom_last_run_duration_seconds')).toBe(2.5)
    expect(sampleOf(families, 'storeroom_last_publish_timestamp_seconds')).toBe(1_795_564_800.5)
    expect(sampleOf(families, 'storeroom_load_age_seconds')).toBeGreaterThan(0)
  })

  it('time each task of the last run over all its parts', async () => {
    const families = await scrape()
    const task = 'storeroom_last_run_task_duration_seconds'
    expect(sampleOf(families, task, { task: 'discover' })).toBeCloseTo(0.5)
    expect(sampleOf(families, task, { task: 'extract' })).toBeCloseTo(2)
    expect(sampleOf(families, 'storeroom_last_run_task_rows', { task: 'extract' })).toBe(34)
    expect(families.get(task)?.samples).toHaveLength(2)
  })

  it('count rows of published runs only, by fate, so that the parts add up to what was read', async () => {
    const families = await scrape()
    const fates = families.get('storeroom_rows_total')?.samples ?? []
    expect(fates.map(({ labels }) => labels.fate).sort()).toEqual([
      'loaded',
      'quarantined',
      'superseded',
      'unchanged',
    ])
    const sum = fates.reduce((all, { value }) => all + value, 0)
    expect([sum, sampleOf(families, 'storeroom_rows_read_total')]).toEqual([100, 100])
    expect(sampleOf(families, 'storeroom_unbalanced_files')).toBe(1)
  })

  it('tell open quarantine by rule, checks of the latest run, and workers that fell silent', async () => {
    const families = await scrape()
    const open = 'storeroom_quarantine_open_rows'
    expect(sampleOf(families, open, { rule: 'bad_date', state: 'quarantined' })).toBe(2)
    expect(sampleOf(families, open, { rule: 'unknown_customer', state: 'waiting' })).toBe(1)
    expect(families.get('storeroom_check_status')?.samples).toEqual([
      { labels: { check: 'order_has_lines', severity: 'warning' }, value: 1 },
      { labels: { check: 'rows_accounted_for', severity: 'blocking' }, value: 2 },
    ])
    expect(sampleOf(families, 'storeroom_workers', { state: 'idle' })).toBe(1)
    expect(sampleOf(families, 'storeroom_workers', { state: 'lost' })).toBe(1)
    expect(sampleOf(families, 'storeroom_worker_heartbeat_age_seconds')).toBeLessThan(30)
  })

  it('tell sizes, and this process', async () => {
    const families = await scrape()
    expect(sampleOf(families, 'storeroom_database_size_bytes')).toBeGreaterThan(1e6)
    expect(sampleOf(families, 'storeroom_database_connections')).toBeGreaterThan(0)
    expect(sampleOf(families, 'process_resident_memory_bytes')).toBeGreaterThan(1e7)
    expect(sampleOf(families, 'process_cpu_seconds_total')).toBeGreaterThan(0)
    expect(sampleOf(families, 'process_start_time_seconds')).toBeLessThan(Date.now() / 1000)
  })

  it('follow the naming rules of Prometheus', async () => {
    for (const [name, { type, samples }] of await scrape()) {
      expect(name.endsWith('_total'), `${name} is a ${type}`).toBe(type === 'counter')
      // A unit stands at the end, in its base form.
      expect(name).not.toMatch(/_(ms|milliseconds|minutes|hours|kb|mb|megabytes|percent)(_|$)/)
      if (/(age|duration|timestamp|lag)/.test(name)) expect(name).toMatch(/_seconds$/)
      if (/(size|memory)/.test(name)) expect(name).toMatch(/_bytes$/)
      for (const { labels } of samples) {
        expect(
          Object.keys(labels).every((label) =>
            ['status', 'state', 'task', 'fate', 'rule', 'check', 'severity', 'result'].includes(label),
          ),
        ).toBe(true)
      }
    }
  })

  it('are all described in docs/operations.md, and its examples use none that does not exist', async () => {
    const names = new Set((await scrape()).keys())
    const operations = readFileSync('docs/operations.md', 'utf8')
    // No Redis is configured here, and two scrapes in a row leave no time to measure a delay.
    for (const absent of ['storeroom_redis_up', 'nodejs_eventloop_lag_p99_seconds']) names.add(absent)
    expect([...names].filter((name) => !operations.includes(`\`${name}`))).toEqual([])
    const used = `${operations}${readFileSync('docs/examples/prometheus-alerts.yml', 'utf8')}`.matchAll(
      /\b(?:storeroom|process|nodejs)_[a-z0-9_]+/g,
    )
    expect([...used].map(([name]) => name).filter((name) => !names.has(name))).toEqual([])
  })
})
