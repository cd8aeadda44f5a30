import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeSchedule } from '@/lib/pipeline/change-schedule'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { listRecoveries } from '@/lib/pipeline/list-recoveries'
import { readLog } from '@/lib/pipeline/read-log'
import { readRun } from '@/lib/pipeline/read-run'
import { readSchedule } from '@/lib/pipeline/read-schedule'
import { resumeRun } from '@/lib/pipeline/resume-run'
import { type Orchestration, orchestration, until } from '@/tests/helpers/orchestration'
import { RUN_ENTRY, work } from './work'

let o: Orchestration
beforeEach(async () => {
  o = await orchestration()
})
afterEach(() => o.close())

const enqueue = async () => (await enqueueRun({ trigger: 'api', inboxDir: '/inbox' })).runId
const taskNames = (runId: number) => o.trace(runId).map((t) => t.task)

/** A run that fails in a task. */
async function failedIn(task: string): Promise<number> {
  const runId = await enqueue()
  o.set(`fail-${task}`)
  await o.work()
  o.clear(`fail-${task}`)
  expect((await readRun(runId))?.status).toBe('failed')
  return runId
}

test('a failed run goes on from the failed task and keeps what was done', async () => {
  const runId = await failedIn('merge')
  expect(await resumeRun(runId, 'ada@shop.example')).toEqual({ runId, from: 'merge' })
  await o.work()
  expect(taskNames(runId)).toEqual(['discover', 'load', 'merge', 'merge', 'publish'])
  expect(await readRun(runId)).toMatchObject({
    status: 'published',
    notice: null,
    earlierErrors: [
      { by: 'ada@shop.example', error: { code: 'no_such_thing', kind: 'source', task: 'merge' } },
    ],
  })
})

test('it starts at the beginning, and says so, when another run has read files since', async () => {
  const runId = await failedIn('merge')
  const other = await enqueue()
  await o.work()
  expect((await readRun(other))?.status).toBe('published')
  await resumeRun(runId, null)
  await o.work()
  expect(taskNames(runId)).toEqual(['discover', 'load', 'merge', 'discover', 'load', 'merge', 'publish'])
  expect(await readRun(runId)).toMatchObject({
    status: 'published',
    version: 2,
    notice: `Run ${other} has read files since this one did, so it started at the beginning.`,
  })
})

test('it starts at the beginning, and says so, when its folder is gone', async () => {
  const runId = await failedIn('load')
  rmSync(join(o.home, 'runs', String(runId)), { recursive: true })
  await resumeRun(runId, null)
  await o.work()
  expect(taskNames(runId)).toEqual(['discover', 'load', 'discover', 'load', 'merge', 'publish'])
  expect((await readRun(runId))?.notice).toMatch(/working files .* gone/)
})

test('three failed runs in a row pause the schedule with the reason; a resume forgets them', async () => {
  await failedIn('load')
  const last = await failedIn('load')
  expect(await readSchedule()).toMatchObject({ status: 'active', failuresInRow: 2 })
  // A run that is cancelled is neither a failure nor a success.
  await o.db.pool.query(
    `insert into pipeline.runs (status, trigger, inbox_dir, finished_at) values ('cancelled', 'api', '/inbox', now())`,
  )
  const third = await failedIn('load')
  expect(await readSchedule()).toMatchObject({
    status: 'paused',
    pausedBy: null,
    reason: `3 runs failed in a row. The last, run ${third}, failed in load: orders.csv is empty.`,
  })
  expect(third).toBeGreaterThan(last)
  await changeSchedule({ paused: false }, 'ada@shop.example')
  expect(await readSchedule()).toMatchObject({ status: 'active', failuresInRow: 0 })
  await failedIn('load')
  expect(await readSchedule()).toMatchObject({ status: 'active', failuresInRow: 1 })
})

test('a killed process leaves a recovery, its log and what it was doing', async () => {
  o.set('hold-load')
  const runId = await enqueue()
  const working = o.work()
  await until(() => o.trace(runId).at(-1)?.task === 'load', 'load runs')
  process.kill(o.trace(runId).at(-1)?.pid ?? 0, 'SIGKILL')
  o.clear('hold-load')
  await working
  const [recovery] = await listRecoveries({ runId })
  expect(recovery).toMatchObject({
    cause: 'killed',
    task: 'load',
    detail: 'The process of the run was killed by SIGKILL in load.',
  })
  expect(recovery?.resumedAt.getTime()).toBeGreaterThan(recovery?.detectedAt.getTime() ?? 0)
  const { items } = await readLog(runId)
  expect(items).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      message: 'The process of the run was killed by SIGKILL in load.',
    }),
  )
  expect(items.map((line) => line.task)).toEqual(
    expect.arrayContaining(['discover', 'load', 'merge', 'publish']),
  )
  expect((await readLog(runId, { task: 'discover' })).items.map((line) => line.message)).toEqual(['2 files'])
})

test('a run whose inbox cannot be read fails before its first task, with what was found', async () => {
  const { runId } = await enqueueRun({ trigger: 'api', inboxDir: join(o.home, 'nowhere') })
  await work({ url: o.db.url, home: o.home, entry: RUN_ENTRY, signal: new AbortController().signal })
  const run = await readRun(runId)
  expect(run).toMatchObject({
    status: 'failed',
    error: {
      code: 'inbox_unreadable',
      kind: 'source',
      whatToDo: expect.stringContaining('Create the folder'),
    },
    health: [
      { name: 'database', ok: true },
      { name: 'inbox', ok: false },
      { name: 'disk', ok: true },
    ],
  })
  expect(run?.tasks.every((task) => task.attempt === 0 && task.status === 'skipped')).toBe(true)
})
