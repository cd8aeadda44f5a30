import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cancelRun } from '@/lib/pipeline/cancel-run'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { type PipelineEvent, subscribe } from '@/lib/pipeline/events'
import { type RunDetail, readRun } from '@/lib/pipeline/read-run'
import { currentVersion, versionInfo } from '@/lib/pipeline/version'
import { type Orchestration, orchestration, until } from '@/tests/helpers/orchestration'

let o: Orchestration
beforeEach(async () => {
  o = await orchestration()
})
afterEach(async () => {
  await o.close()
})

const enqueue = async () => (await enqueueRun({ trigger: 'api', inboxDir: '/inbox' })).runId
const taskNames = (runId: number) => o.trace(runId).map((t) => t.task)
const folderOf = (runId: number) => join(o.home, 'runs', String(runId))

async function read(runId: number): Promise<RunDetail> {
  const run = await readRun(runId)
  if (!run) throw new Error(`no run ${runId}`)
  return run
}

async function rates(): Promise<number> {
  return (await o.db.pool.query('select 1 from warehouse.exchange_rates')).rowCount ?? 0
}

test('a run executes its tasks in order, publishes a version and removes its folder', async () => {
  const events: PipelineEvent[] = []
  const unsubscribe = subscribe((event) => event.type !== 'connected' && events.push(event), o.db.url)
  const runId = await enqueue()
  await o.work()
  const run = await read(runId)
  expect(run).toMatchObject({ status: 'published', version: 1 })
  expect(run.tasks.map((t) => [t.task, t.status, t.attempt])).toEqual([
    ['discover', 'succeeded', 1],
    ['load', 'succeeded', 1],
    ['merge', 'succeeded', 1],
    ['publish', 'succeeded', 1],
  ])
  expect(run.tasks[0]).toMatchObject({ rowsDone: 2, message: '2 files' })
  expect(await currentVersion()).toBe(1)
  expect(await versionInfo()).toMatchObject({
    version: 1,
    runId,
    checks: { passed: 0, warned: 0, failed: 0 },
  })
  expect(existsSync(folderOf(runId))).toBe(false)

  await until(() => events.some((e) => e.type === 'run' && e.status === 'published'), 'the end is announced')
  unsubscribe()
  expect(events).toContainEqual({ type: 'published', runId, version: 1 })
  // 100 reports of progress within milliseconds are at most the last one.
  expect(events.filter((e) => e.type === 'task' && e.task === 'discover').length).toBeLessThanOrEqual(4)
})

test('a run without new files skips the rest and publishes nothing', async () => {
  o.set('nothing')
  const runId = await enqueue()
  await o.work()
  const run = await read(runId)
  expect(run.status).toBe('nothing_new')
  expect(run.tasks.map((t) => t.status)).toEqual(['succeeded', 'skipped', 'skipped', 'skipped'])
  expect(await currentVersion()).toBe(0)
})

test('a task that fails stores its error with what to do, raises one alert and leaves the folder', async () => {
  o.set('fail-load')
  const runId = await enqueue()
  await o.work()
  const run = await read(runId)
  expect(run).toMatchObject({
    status: 'failed',
    error: {
      code: 'no_such_thing',
      message: 'orders.csv is empty.',
      whatToDo: 'Export it again.',
      task: 'load',
    },
  })
  expect(run.tasks.map((t) => t.status)).toEqual(['succeeded', 'failed', 'skipped', 'skipped'])
  expect(run.tasks[1]).toMatchObject({ error: { name: 'SourceError', whatToDo: 'Export it again.' } })
  expect(run.status === 'failed' && run.error.lastLines?.length).toBeGreaterThan(0)
  expect(taskNames(runId)).toEqual(['discover', 'load'])
  expect(existsSync(folderOf(runId))).toBe(true)
  const alerts = await o.db.pool.query('select rule, title, message from pipeline.alerts')
  expect(alerts.rows).toEqual([
    {
      rule: 'run_failed',
      title: `Run ${runId} failed in load`,
      message: 'orders.csv is empty.\nExport it again.',
    },
  ])
})

test('a failure in the publish group rolls all of it back', async () => {
  o.set('fail-publish')
  const runId = await enqueue()
  await o.work()
  const run = await read(runId)
  expect(run.status).toBe('failed')
  expect(run.tasks[2]).toMatchObject({ task: 'merge', status: 'succeeded', message: 'rolled back' })
  expect(await rates()).toBe(0)
  expect(await currentVersion()).toBe(0)
})

test('an error that can pass is tried again, three times in all', async () => {
  o.set('deadlock-merge')
  const runId = await enqueue()
  await o.work()
  expect(taskNames(runId)).toEqual(['discover', 'load', 'merge', 'merge', 'merge'])
  expect(await read(runId)).toMatchObject({ status: 'failed', error: { code: '40P01' } })
})

test('a task that takes too long fails with a timeout', async () => {
  o.set('slow-load')
  const runId = await enqueue()
  await o.work()
  expect(await read(runId)).toMatchObject({ status: 'failed', error: { code: 'task_timeout', task: 'load' } })
})

test.each(['load', 'merge', 'publish'])(
  'killed in %s, the run resumes from the last completed task',
  async (task) => {
    o.set(`hold-${task}`)
    const runId = await enqueue()
    const working = o.work()
    await until(() => o.trace(runId).at(-1)?.task === task, `${task} runs`)
    process.kill(o.trace(runId).at(-1)?.pid ?? 0, 'SIGKILL')
    o.clear(`hold-${task}`)
    await working
    const expected = {
      load: ['discover', 'load', 'load', 'merge', 'publish'],
      merge: ['discover', 'load', 'merge', 'merge', 'publish'],
      publish: ['discover', 'load', 'merge', 'publish', 'merge', 'publish'],
    }[task]
    expect(taskNames(runId)).toEqual(expected)
    const run = await read(runId)
    expect(run).toMatchObject({ status: 'published', version: 1 })
    // The outputs of the tasks that were not repeated are still there for later ones.
    const output = await o.db.pool.query(`select output from pipeline.task_runs where task = 'publish'`)
    expect(output.rows[0]?.output).toMatchObject({ discover: { seen: 2 }, load: { of: { seen: 2 } } })
    expect(await rates()).toBe(1)
  },
)

test('a process that dies again and again fails the run and says what to do', async () => {
  o.set('die-load')
  const runId = await enqueue()
  await o.work()
  expect(taskNames(runId)).toEqual(['discover', 'load', 'load', 'load'])
  expect(await read(runId)).toMatchObject({
    status: 'failed',
    error: { code: 'run_process_died', whatToDo: expect.stringContaining('memory') },
  })
})

test('a stopping worker puts the run back, and the next one resumes it', async () => {
  o.set('hold-load')
  const runId = await enqueue()
  const stop = new AbortController()
  const working = o.work(stop.signal)
  await until(() => o.trace(runId).at(-1)?.task === 'load', 'load runs')
  stop.abort()
  await working
  const interrupted = await read(runId)
  expect(interrupted.status).toBe('queued')
  expect(interrupted.tasks.map((t) => t.status)).toEqual(['succeeded', 'pending', 'pending', 'pending'])
  o.clear('hold-load')
  await o.work()
  expect(taskNames(runId)).toEqual(['discover', 'load', 'load', 'merge', 'publish'])
  expect((await read(runId)).status).toBe('published')
})

test('when the run folder is gone the run starts from the beginning', async () => {
  o.set('hold-merge')
  const runId = await enqueue()
  const stop = new AbortController()
  const working = o.work(stop.signal)
  await until(() => o.trace(runId).at(-1)?.task === 'merge', 'merge runs')
  stop.abort()
  await working
  o.clear(`runs/${runId}/run.json`)
  o.clear('hold-merge')
  await o.work()
  expect(taskNames(runId)).toEqual(['discover', 'load', 'merge', 'discover', 'load', 'merge', 'publish'])
})

test('a running run is cancelled within a second and the one behind it executes', async () => {
  o.set('hold-merge')
  const runId = await enqueue()
  const working = o.work()
  await until(() => o.trace(runId).at(-1)?.task === 'merge', 'merge runs')
  const behind = await enqueueRun({ trigger: 'button', inboxDir: '/inbox' })
  expect(behind.already).toBe(false)
  o.clear('hold-load')
  const asked = performance.now()
  expect(await cancelRun(runId)).toBe('requested')
  await until(async () => (await read(runId)).status === 'cancelled', 'the run is cancelled')
  expect(performance.now() - asked).toBeLessThan(1_000)
  o.clear('hold-merge')
  await working
  expect((await read(runId)).tasks.map((t) => t.status)).toEqual([
    'succeeded',
    'succeeded',
    'cancelled',
    'cancelled',
  ])
  expect(await read(behind.runId)).toMatchObject({ status: 'published', version: 1 })
  expect(await rates()).toBe(1)
})

test('a process whose epoch has passed cannot publish', async () => {
  o.set('hold-publish')
  const runId = await enqueue()
  const working = o.work()
  await until(() => o.trace(runId).at(-1)?.task === 'publish', 'publish runs')
  // What a newer owner of the claim does first; the one above does not know yet.
  await o.db.pool.query('update pipeline.lease set epoch = epoch + 1 where id = 1')
  const before = await o.db.pool.query('select count(*)::int as n from pipeline.warehouse_version')
  o.clear('hold-publish')
  await working
  expect(before.rows[0]?.n).toBe(0)
  // Its process ended without a commit; the one started for it has a newer epoch and published once.
  expect(taskNames(runId)).toEqual(['discover', 'load', 'merge', 'publish', 'merge', 'publish'])
  const versions = await o.db.pool.query(
    'select version, epoch::int as epoch from pipeline.warehouse_version',
  )
  expect(versions.rows).toEqual([{ version: 1, epoch: 3 }])
})

test('another reporting currency than the warehouse was built with fails the run, naming the variable', async () => {
  await enqueue()
  await o.work()
  await o.db.pool.query(`update pipeline.settings set value = 'GBP' where key = 'reporting_currency'`)
  const runId = await enqueue()
  await o.work()
  const run = await read(runId)
  expect(run).toMatchObject({
    status: 'failed',
    error: { code: 'settings_changed', message: expect.stringContaining('REPORTING_CURRENCY is EUR') },
  })
  expect(taskNames(runId)).toEqual([])
})
