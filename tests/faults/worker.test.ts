import { afterEach, beforeEach, expect, test } from 'vitest'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { notify } from '@/lib/pipeline/events'
import { readRun } from '@/lib/pipeline/read-run'
import {
  type Orchestration,
  orchestration,
  type Program,
  program,
  until,
} from '@/tests/helpers/orchestration'

let o: Orchestration
let workers: Program[]
beforeEach(async () => {
  o = await orchestration()
  workers = []
})
afterEach(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await o.close()
})

async function worker(): Promise<Program> {
  const started = program('tests/helpers/fake-worker.ts', [], {
    DATABASE_URL: o.db.url,
    STOREROOM_HOME: o.home,
    REDIS_URL: 'redis://127.0.0.1:1', // nobody there: runs do without
    PIPELINE_CRON: '0 0 1 1 *',
    LOG_LEVEL: 'info', // its readiness is read from the log
  })
  workers.push(started)
  await until(() => started.lines.some((line) => line.includes('worker ready')), 'the worker is ready')
  return started
}

const enqueue = async () => (await enqueueRun({ trigger: 'api', inboxDir: '/inbox' })).runId
const status = async (runId: number) => (await readRun(runId))?.status
/** This process's own connections are cut too; then it asks again. */
const published = (runId: number) => () =>
  status(runId).then(
    (s) => s === 'published',
    () => false,
  )
const taskNames = (runId: number) => o.trace(runId).map((t) => t.task)

/** Which worker executes a run: the one that logged so. */
async function executing(runId: number): Promise<[Program, Program]> {
  const says = (p: Program) =>
    p.lines.some((line) => line.includes('executing run') && line.includes(`:${runId},`))
  await until(() => workers.some(says), 'a worker executes the run')
  const [a, b] = workers
  if (!a || !b) throw new Error('two workers expected')
  return says(a) ? [a, b] : [b, a]
}

test('a killed worker’s run is resumed by the other one within 2 s, without repeating a completed task', async () => {
  await Promise.all([worker(), worker()])
  o.set('hold-load')
  const runId = await enqueue()
  await until(() => taskNames(runId).at(-1) === 'load', 'load runs')
  const [busy] = await executing(runId)
  const killed = performance.now()
  busy.kill('SIGKILL')
  await until(() => taskNames(runId).length === 3, 'load runs again')
  const seconds = (performance.now() - killed) / 1000
  o.clear('hold-load')
  await until(async () => (await status(runId)) === 'published', 'the run is published')
  expect(taskNames(runId)).toEqual(['discover', 'load', 'load', 'merge', 'publish'])
  expect(seconds).toBeLessThan(2)
  // The first process of the run did not outlive its worker.
  const [, orphan, heir] = o.trace(runId)
  await until(() => !isAlive(orphan?.pid ?? 0), 'the orphan is gone')
  expect(heir?.pid).not.toBe(orphan?.pid)
})

test('SIGTERM puts the run back and ends the worker; the other one finishes it', async () => {
  await Promise.all([worker(), worker()])
  o.set('hold-load')
  const runId = await enqueue()
  await until(() => taskNames(runId).at(-1) === 'load', 'load runs')
  const [busy] = await executing(runId)
  busy.kill('SIGTERM')
  await until(() => busy.child.exitCode !== null, 'the worker ends')
  expect(busy.child.exitCode).toBe(0)
  o.clear('hold-load')
  await until(async () => (await status(runId)) === 'published', 'the run is published')
})

test('two workers and ten triggers at once execute one run after the other', async () => {
  await Promise.all([worker(), worker()])
  o.set('hold-discover')
  const first = await enqueue()
  await until(() => taskNames(first).length === 1, 'the first run executes')
  const ids = await Promise.all(Array.from({ length: 10 }, enqueue))
  expect(new Set(ids).size).toBe(1)
  const second = ids[0] ?? 0
  expect(taskNames(second)).toEqual([])
  o.clear('hold-discover')
  await until(async () => (await status(second)) === 'published', 'the second run is published')
  const versions = await o.db.pool.query(
    'select run_id::int as run from pipeline.warehouse_version order by version',
  )
  expect(versions.rows).toEqual([{ run: first }, { run: second }])
})

test('ten triggers at once for seven folders, with a worker killed in between, are seven runs one after the other', async () => {
  await Promise.all([worker(), worker()])
  const folders = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'a', 'b', 'c']
  const ids = await Promise.all(
    folders.map(async (folder) => (await enqueueRun({ trigger: 'api', inboxDir: `/inbox/${folder}` })).runId),
  )
  const runs = [...new Set(ids)]
  expect(runs).toHaveLength(7)
  await until(() => o.trace(runs[2] ?? 0).length > 0, 'the third run executes', 60_000)
  const [busy] = await executing(runs[2] ?? 0)
  busy.kill('SIGKILL')
  for (const runId of runs)
    await until(async () => (await status(runId)) === 'published', `run ${runId} is published`, 60_000)

  // No trigger lost or doubled: each run is one load.
  const { rows } = await o.db.pool.query(
    `select run_id::int as run, count(*)::int as loads from pipeline.warehouse_version group by 1 order by 1`,
  )
  expect(rows).toEqual([...runs].sort((a, b) => a - b).map((run) => ({ run, loads: 1 })))
  // One at a time: no run began before the one ahead had ended.
  const overlaps = await o.db.pool.query(
    `select a.id, b.id from pipeline.runs a join pipeline.runs b on b.id > a.id
     where tstzrange(a.started_at, a.finished_at) && tstzrange(b.started_at, b.finished_at)`,
  )
  expect(overlaps.rows).toEqual([])
})

test('when every database connection is cut in the middle of a run, it is resumed and published once', async () => {
  await worker()
  o.set('hold-merge')
  const runId = await enqueue()
  await until(() => taskNames(runId).at(-1) === 'merge', 'merge runs')
  await o.db.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and application_name like 'storeroom%'`,
  )
  o.clear('hold-merge')
  await until(published(runId), 'the run is published')
  expect(taskNames(runId).filter((t) => t === 'discover')).toHaveLength(1)
  const versions = await o.db.pool.query('select 1 from pipeline.warehouse_version')
  expect(versions.rowCount).toBe(1)
  // It listens again too: a run queued now starts at once, not at the next poll.
  await notify({ type: 'run', runId, status: 'published' })
  const next = await enqueue()
  const asked = performance.now()
  await until(async () => (await status(next)) === 'published', 'the next run is published')
  expect(performance.now() - asked).toBeLessThan(4_000)
})

test('when PostgreSQL crashes and restarts in the middle of a run, the run is resumed and published once', async () => {
  // The test server acknowledges commits before they are on disk; a real one does not.
  await o.db.pool.query(`do $$ begin
    execute format('alter database %I set synchronous_commit = on', current_database()); end $$`)
  await worker()
  o.set('hold-merge')
  const runId = await enqueue()
  await until(() => taskNames(runId).at(-1) === 'merge', 'merge runs')
  const backend = await o.db.pool.query('select pg_backend_pid() as pid')
  // One backend that dies makes the server end all the others and recover, as after a crash.
  process.kill(Number(backend.rows[0]?.pid), 'SIGKILL')
  o.clear('hold-merge')
  await until(published(runId), 'the run is published')
  expect(taskNames(runId).filter((t) => t === 'discover')).toHaveLength(1)
  expect((await o.db.pool.query('select 1 from pipeline.warehouse_version')).rowCount).toBe(1)
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
