import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePool, pool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { checkTrend } from './check-trend'
import { readLog } from './read-log'
import { gridTasks, runHistory } from './run-history'
import { TASK_NAMES } from './task-names'
import { summariseTask } from './task-summary'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  process.env.DATABASE_URL = db.url
  await closePool()
  await pool().query(`
    insert into pipeline.runs (status, trigger, inbox_dir, started_at, finished_at, version) values
      ('published', 'cli', '/in', '2026-11-25T03:00:00Z', '2026-11-25T03:00:08Z', 1),
      ('failed', 'cli', '/in', '2026-11-25T04:00:00Z', '2026-11-25T04:00:02Z', null),
      ('running', 'cli', '/in', now() - interval '5 s', null, null),
      ('queued', 'cli', '/in', null, null, null);
    insert into pipeline.task_runs (run_id, task, scope, status, attempt, started_at, finished_at, rows_done) values
      (1, 'bygone_task', '', 'succeeded', 1, '2026-11-25T03:00:00Z', '2026-11-25T03:00:01Z', 1),
      (2, 'extract', 'orders.csv', 'succeeded', 1, '2026-11-25T04:00:00Z', '2026-11-25T04:00:01Z', 30),
      (2, 'extract', 'refunds.csv', 'failed', 2, '2026-11-25T04:00:00.5Z', '2026-11-25T04:00:02Z', 4);
    insert into pipeline.check_results (run_id, name, level, severity, status, failing_rows, sample, seconds) values
      (1, 'a', 'row', 'warning', 'passed', 0, '[]', 0.1), (1, 'b', 'row', 'warning', 'warned', 2, '[]', 0.1),
      (2, 'a', 'row', 'blocking', 'failed', 3, '[]', 0.1), (2, 'b', 'row', 'warning', 'warned', 2, '[]', 0.1);
    insert into pipeline.run_log (run_id, at, task, level, message) values
      (2, now(), null, 'info', 'starting'), (2, now(), 'extract', 'debug', 'a detail'),
      (2, now(), 'extract', 'warn', 'odd'), (2, now(), 'extract', 'error', 'gone'), (1, now(), 'extract', 'error', 'other run')`)
})
afterAll(async () => {
  await closePool()
  await db.close()
})

describe('the columns of the run grid', () => {
  it('are the last runs, oldest first, with how long each took or has taken', async () => {
    const runs = await runHistory(3)
    expect(runs.map(({ id }) => id)).toEqual([2, 3, 4])
    expect(runs[0]?.seconds).toBe(2)
    expect(runs[1]?.seconds).toBeGreaterThanOrEqual(5)
    expect(runs[2]?.seconds).toBeNull()
  })

  it('tell a task that fanned out by its parts', async () => {
    const [run] = await runHistory(3)
    const extract = (run?.tasks ?? []).filter(({ task }) => task === 'extract')
    expect(summariseTask(extract, Date.now())).toEqual({
      state: 'failed',
      seconds: 2,
      rows: 34,
      attempt: 2,
      parts: { done: 1, of: 2 },
    })
  })

  it('keep a row for a task that only older runs had', async () => {
    expect(gridTasks(await runHistory())).toEqual([...TASK_NAMES, 'bygone_task'])
  })
})

describe('the trend of the checks', () => {
  it('counts by run, and names what did not pass, failures first', async () => {
    expect(await checkTrend(1)).toEqual([
      expect.objectContaining({ runId: 2, passed: 0, warned: 1, failed: 1, notPassed: ['a', 'b'] }),
    ])
    expect((await checkTrend()).map(({ runId, passed }) => [runId, passed])).toEqual([
      [1, 1],
      [2, 0],
    ])
  })
})

describe('the log of a run', () => {
  const said = async (filter: Parameters<typeof readLog>[1]) =>
    (await readLog(2, filter)).items.map(({ message }) => message)

  it('is read by task, and from a level on', async () => {
    expect(await said({})).toEqual(['starting', 'a detail', 'odd', 'gone'])
    expect(await said({ task: 'extract' })).toEqual(['a detail', 'odd', 'gone'])
    expect(await said({ task: 'extract', level: 'warn' })).toEqual(['odd', 'gone'])
    expect(await readLog(2, { level: 'error', pageSize: 1 })).toMatchObject({ total: 1, page: 1 })
  })
})
