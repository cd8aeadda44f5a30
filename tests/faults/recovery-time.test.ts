import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { listRecoveries } from '@/lib/pipeline/list-recoveries'
import { readRun } from '@/lib/pipeline/read-run'
import { median } from '@/lib/pipeline/run-history'
import {
  type Orchestration,
  orchestration,
  type Program,
  startWorker,
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

const taskNames = (runId: number) => o.trace(runId).map((t) => t.task)

/** One run whose process, or whose worker, is killed in the middle of load; what is kept of its recovery. */
async function recovery(kill: (pid: number) => void) {
  o.set('hold-load')
  const { runId } = await enqueueRun({ trigger: 'api', inboxDir: '/inbox' })
  await until(() => taskNames(runId).at(-1) === 'load', 'load runs')
  await sleep(3_000) // as long as the shortest runs worth recovering take
  kill(o.trace(runId).at(-1)?.pid ?? 0)
  await until(() => taskNames(runId).length === 3, 'load runs again')
  o.clear('hold-load')
  await until(async () => (await readRun(runId))?.status === 'published', 'the run is published')
  expect(taskNames(runId)).toEqual(['discover', 'load', 'load', 'merge', 'publish'])
  const [kept] = await listRecoveries({ runId })
  if (!kept) throw new Error('no recovery was kept')
  return kept
}

test('a killed process of a run is replaced within 2 s in the median and 10 s at worst', async () => {
  workers.push(await startWorker(o))
  const seconds: number[] = []
  for (let i = 0; i < 5; i++) {
    const kept = await recovery((pid) => process.kill(pid, 'SIGKILL'))
    expect(kept.cause).toBe('killed')
    seconds.push(kept.seconds)
  }
  console.log(`run process killed: ${seconds.map((s) => s.toFixed(2)).join(', ')} s`)
  expect(median(seconds)).toBeLessThan(2)
  expect(Math.max(...seconds)).toBeLessThan(10)
})

test('so is a killed worker, when another one is alive', async () => {
  const seconds: number[] = []
  workers.push(await startWorker(o))
  for (let i = 0; i < 3; i++) {
    const other = await startWorker(o)
    workers.push(other)
    const executing = workers.at(-2)
    const kept = await recovery(() => executing?.kill('SIGKILL'))
    expect(kept.cause).toBe('worker_lost')
    seconds.push(kept.seconds)
    // The survivor executes the next run; a new one stands by.
  }
  console.log(`worker killed: ${seconds.map((s) => s.toFixed(2)).join(', ')} s`)
  expect(median(seconds)).toBeLessThan(2)
  expect(Math.max(...seconds)).toBeLessThan(10)
})
