import { afterEach, beforeEach, expect, test } from 'vitest'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { listRecoveries } from '@/lib/pipeline/list-recoveries'
import { listWorkers } from '@/lib/pipeline/list-workers'
import { readRun } from '@/lib/pipeline/read-run'
import {
  isAlive,
  type Orchestration,
  orchestration,
  type Program,
  startWorker,
  until,
} from '@/tests/helpers/orchestration'

// SIGSTOP is how a hung process looks from outside: it is there, keeps its connections and its files, and does nothing.

/** What a hang may take from the last sign of life to the first task of the new process. */
const BAR_SECONDS = 20

let o: Orchestration
let workers: Program[]
beforeEach(async () => {
  o = await orchestration()
  workers = []
})
afterEach(async () => {
  for (const worker of workers) {
    worker.kill('SIGCONT')
    worker.kill('SIGKILL')
  }
  await o.close()
})

const taskNames = (runId: number) => o.trace(runId).map((t) => t.task)

async function heldInLoad(count: number): Promise<{ runId: number; pid: number; busy: Program }> {
  workers.push(...(await Promise.all(Array.from({ length: count }, () => startWorker(o)))))
  o.set('hold-load')
  const { runId } = await enqueueRun({ trigger: 'api', inboxDir: '/inbox' })
  await until(() => taskNames(runId).at(-1) === 'load', 'load runs')
  const busyWorker = async () => (await listWorkers()).find((w) => w.state === 'executing')
  await until(async () => (await busyWorker()) !== undefined, 'a worker is listed as executing')
  const pid = (await busyWorker())?.pid
  const busy = workers.find((worker) => worker.child.pid === pid)
  if (!busy) throw new Error('the executing worker is none of ours')
  return { runId, pid: o.trace(runId).at(-1)?.pid ?? 0, busy }
}

/** Waits until load runs again, lets it end and returns the recovery that was kept. */
async function resumed(runId: number) {
  await until(() => taskNames(runId).length === 3, 'load runs again', BAR_SECONDS * 1_000)
  o.clear('hold-load')
  await until(async () => (await readRun(runId))?.status === 'published', 'the run is published')
  // What was completed is not executed again, and there is one load.
  expect(taskNames(runId)).toEqual(['discover', 'load', 'load', 'merge', 'publish'])
  expect((await o.db.pool.query('select 1 from pipeline.warehouse_version')).rowCount).toBe(1)
  expect((await o.db.pool.query('select 1 from warehouse.exchange_rates')).rowCount).toBe(1)
  const recoveries = await listRecoveries({ runId })
  expect(recoveries).toHaveLength(1)
  const [recovery] = recoveries
  expect(recovery?.seconds).toBeLessThan(BAR_SECONDS)
  console.log(`${recovery?.cause.padEnd(12)} ${recovery?.seconds.toFixed(1)} s  ${recovery?.detail}`)
  return recovery
}

test('a stopped process of a run is killed and the run goes on', async () => {
  const { runId, pid } = await heldInLoad(1)
  process.kill(pid, 'SIGSTOP')
  expect(await resumed(runId)).toMatchObject({ cause: 'hung', task: 'load' })
  expect(isAlive(pid)).toBe(false)
})

test('a stopped worker loses its run to another one, and its process with it', async () => {
  const { runId, pid, busy } = await heldInLoad(2)
  busy.kill('SIGSTOP')
  expect(await resumed(runId)).toMatchObject({ cause: 'worker_lost', task: 'load' })
  // Its channel is still open, as a stopped parent closes nothing: it ended because its connections were ended.
  await until(() => !isAlive(pid), 'the first process of the run is gone')
  // It wakes up, finds its claim gone and waits like any other.
  busy.kill('SIGCONT')
  const next = await enqueueRun({ trigger: 'api', inboxDir: '/inbox' })
  await until(async () => (await readRun(next.runId))?.status === 'published', 'the next run is published')
  expect(taskNames(next.runId)).toEqual(['discover', 'load', 'merge', 'publish'])
})

test('a worker and its process stopped together, as a frozen machine, lose the run too', async () => {
  const { runId, pid, busy } = await heldInLoad(2)
  process.kill(pid, 'SIGSTOP')
  busy.kill('SIGSTOP')
  expect(await resumed(runId)).toMatchObject({ cause: 'worker_lost' })
  // It held the files of the run and could not notice anything.
  expect(isAlive(pid)).toBe(false)
})
