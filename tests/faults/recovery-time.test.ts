import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { listRecoveries } from '@/lib/pipeline/list-recoveries'
import { listWorkers } from '@/lib/pipeline/list-workers'
import { readRun } from '@/lib/pipeline/read-run'
import { median } from '@/lib/pipeline/run-history'
import { FAKE_RUN } from '@/tests/helpers/fake-run-entry'
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
async function recovery(kill: (pid: number) => unknown) {
  o.set('hold-load')
  const { runId } = await enqueueRun({ trigger: 'api', inboxDir: '/inbox' })
  await until(() => taskNames(runId).at(-1) === 'load', 'load runs', 60_000)
  await sleep(3_000)
  await until(hasSpare, 'a process is in reserve', 30_000)
  await kill(o.trace(runId).at(-1)?.pid ?? 0)
  await until(() => taskNames(runId).length === 3, 'load runs again')
  o.clear('hold-load')
  await until(async () => (await readRun(runId))?.status === 'published', 'the run is published')
  expect(taskNames(runId)).toEqual(['discover', 'load', 'load', 'merge', 'publish'])
  const [kept] = await listRecoveries({ runId })
  if (!kept) throw new Error('no recovery was kept')
  return kept
}

/** A process in reserve is there, and has read its program: it takes no more processor time. */
async function hasSpare(): Promise<boolean> {
  const spares = () =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const command = read(`/proc/${pid}/cmdline`)
        if (!command.includes(FAKE_RUN) || !command.includes('\0spare\0')) return []
        if (!read(`/proc/${pid}/environ`).includes(`STOREROOM_HOME=${o.home}\0`)) return []
        const [utime = 0, stime = 0] =
          read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ').slice(11, 13).map(Number) ?? []
        return [{ pid, ticks: utime + stime }]
      })
  const before = spares()
  await sleep(1_000)
  const after = spares()
  return after.some(({ pid, ticks }) => ticks > 30 && before.some((b) => b.pid === pid && b.ticks === ticks))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
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
    const kept = await recovery(async () => {
      const pid = (await listWorkers()).find((worker) => worker.state === 'executing')?.pid
      workers.find((worker) => worker.child.pid === pid)?.kill('SIGKILL')
    })
    expect(kept.cause).toBe('worker_lost')
    seconds.push(kept.seconds)
    // The survivor executes the next run; a new one stands by.
  }
  console.log(`worker killed: ${seconds.map((s) => s.toFixed(2)).join(', ')} s`)
  expect(median(seconds)).toBeLessThan(2)
  expect(Math.max(...seconds)).toBeLessThan(10)
})
