import { afterEach, beforeEach, expect, test } from 'vitest'
import { closePool, pool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { cancelRun } from './cancel-run'
import { enqueueRun } from './enqueue-run'
import { listRuns } from './list-runs'
import { readRun } from './read-run'

let db: TestDatabase
beforeEach(async () => {
  db = await testDatabase()
  process.env.DATABASE_URL = db.url
  await closePool()
})
afterEach(async () => {
  await closePool()
  await db.close()
})

test('ten simultaneous triggers queue one run, and nine are told so', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => enqueueRun({ trigger: 'button', inboxDir: '/inbox' })),
  )
  expect(new Set(answers.map((a) => a.runId)).size).toBe(1)
  expect(answers.filter((a) => !a.already)).toHaveLength(1)
  expect((await listRuns()).total).toBe(1)
})

test('while a run executes one more is queued, and only one', async () => {
  const first = await enqueueRun({ trigger: 'button', inboxDir: '/inbox' })
  await pool().query(`update pipeline.runs set status = 'running', started_at = now()`)
  const second = await enqueueRun({ trigger: 'button', requestedBy: 'ann', inboxDir: '/inbox' })
  const third = await enqueueRun({ trigger: 'api', inboxDir: '/inbox' })
  expect(second).toEqual({ runId: first.runId + 1, already: false })
  expect(third).toEqual({ runId: second.runId, already: true })
})

test('another folder is another run', async () => {
  const first = await enqueueRun({ trigger: 'cli', inboxDir: '/a' })
  expect(await enqueueRun({ trigger: 'cli', inboxDir: '/b' })).toEqual({
    runId: first.runId + 1,
    already: false,
  })
})

test('the same cron tick in several workers queues one run, also when the first has ended', async () => {
  const plannedAt = new Date('2026-11-24T03:00:00Z')
  const tick = () => enqueueRun({ trigger: 'schedule', inboxDir: '/inbox', plannedAt })
  const [a, b] = await Promise.all([tick(), tick()])
  expect(a.runId).toBe(b.runId)
  await pool().query(
    `update pipeline.runs set status = 'nothing_new', started_at = now(), finished_at = now()`,
  )
  expect(await tick()).toEqual({ runId: a.runId, already: true })
  const next = await enqueueRun({
    trigger: 'schedule',
    inboxDir: '/inbox',
    plannedAt: new Date('2026-11-25T03:00:00Z'),
  })
  expect(next.already).toBe(false)
})

test('a waiting run is cancelled at once, an ended one is left alone', async () => {
  const { runId } = await enqueueRun({ trigger: 'button', inboxDir: '/inbox' })
  expect(await cancelRun(runId)).toBe('cancelled')
  expect(await readRun(runId)).toMatchObject({ status: 'cancelled', tasks: [], checkResults: [] })
  expect(await cancelRun(runId)).toBe('already_ended')
  expect(await cancelRun(999)).toBe('not_found')
})
