import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { TaskName } from '@/jobs/context'
import { work } from '@/jobs/orchestrate/work'
import { closePool } from '@/lib/db/pool'
import { cancelRun } from '@/lib/pipeline/cancel-run'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { listQuarantine } from '@/lib/pipeline/list-quarantine'
import { replayEntries } from '@/lib/pipeline/quarantine/change-entries'
import { isFinal, RUN_STATUSES, type RunStatus } from '@/lib/pipeline/states'
import { type TestDatabase, testDatabase } from './database'
import { type Program, program, until } from './orchestration'
import { processesOf } from './started-app'
import { STEERED_RUN } from './steered-run-entry'

/** Where steered-run.ts can hold a run. `after` a task its work is done and not yet in the run's books. */
export type StopPoint = `${'before' | 'after'} ${TaskName}` | 'in load' | 'in the commit' | 'after the commit'

export interface TaskStart {
  task: string
  pid: number
  /** Milliseconds since 1970. */
  at: number
}

/**
 * A warehouse of its own whose runs are executed by real processes with the real tasks, and can be
 * held at a chosen place. Needs no state of this process but for moments, so scenes may run side by side.
 */
export class Scene {
  private readonly programs: Program[] = []
  private readonly stopping = new AbortController()
  private supervising: Promise<void>[] = []

  private constructor(
    readonly db: TestDatabase,
    readonly home: string,
    /** Variables of the worker programs and of the runs. */
    private readonly env: Record<string, string>,
  ) {}

  static async open(env: Record<string, string> = {}): Promise<Scene> {
    return new Scene(await testDatabase(), mkdtempSync(join(tmpdir(), 'storeroom-home-')), env)
  }

  private file(name: string): string {
    return join(this.home, name)
  }

  enqueue(inboxDir: string): Promise<number> {
    return this.withPool(async () => (await enqueueRun({ trigger: 'cli', inboxDir })).runId)
  }

  private withPool<T>(ask: () => Promise<T>): Promise<T> {
    return inTurn(async () => {
      process.env.DATABASE_URL = this.db.url
      await closePool()
      return ask().finally(closePool)
    })
  }

  /** Asks for the run's end, as the button does. */
  cancel(runId: number): Promise<void> {
    return this.withPool(async () => void (await cancelRun(runId)))
  }

  /** Asks for all rows that are kept aside to be tried again, as the quarantine's page does. */
  replay(): Promise<void> {
    return this.withPool(async () => {
      const { items } = await listQuarantine({ pageSize: 500 })
      if (items.length > 0) await replayEntries({ ids: items.map(({ id }) => id) }, 'admin@example.com')
    })
  }

  /** Executes runs from this process until the scene closes, as a worker does. */
  supervise(): void {
    const { signal } = this.stopping
    const loop = async () => {
      while (!signal.aborted) {
        await work({ url: this.db.url, home: this.home, entry: STEERED_RUN, signal }).catch(() => {})
        await sleep(50, undefined, { signal }).catch(() => {})
      }
    }
    this.supervising.push(loop())
  }

  /** Starts a worker program that does so. */
  async worker(): Promise<Program> {
    const started = program('tests/helpers/steered-worker.ts', [], {
      DATABASE_URL: this.db.url,
      STOREROOM_HOME: this.home,
      PIPELINE_CRON: '0 0 1 1 *',
      LOG_LEVEL: 'info', // its readiness is read from the log
      ...this.env,
    })
    this.programs.push(started)
    const ready = () => started.lines.some((line) => line.includes('worker ready'))
    await until(ready, 'the worker is ready', 60_000)
    return started
  }

  stopAt(point: StopPoint): void {
    rmSync(this.file('stopped'), { force: true })
    writeFileSync(this.file('stop-at'), point)
  }

  /** Waits for a process to come to the place; returns its pid. */
  async stopped(): Promise<number> {
    const pid = () =>
      existsSync(this.file('stopped')) ? Number(readFileSync(this.file('stopped'), 'utf8')) : 0
    await until(() => pid() > 0, 'a process comes to the place', 60_000)
    return pid()
  }

  goOn(): void {
    rmSync(this.file('stop-at'), { force: true })
  }

  /** Every start of a task, in order. */
  trace(runId: number): TaskStart[] {
    if (!existsSync(this.file('trace'))) return []
    return readFileSync(this.file('trace'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([id]) => id === String(runId))
      .map(([, task = '', pid, at]) => ({ task, pid: Number(pid), at: Number(at) }))
  }

  async status(runId: number): Promise<RunStatus> {
    const { rows } = await this.db.pool.query('select status from pipeline.runs where id = $1', [runId])
    return z.object({ status: z.enum(RUN_STATUSES) }).parse(rows[0]).status
  }

  /** Waits for the run's end. The database may be away in between. */
  async ended(runId: number, ms = 60_000): Promise<RunStatus> {
    let status: RunStatus = 'queued'
    await until(
      async () => {
        status = await this.status(runId).catch(() => status)
        return isFinal(status)
      },
      `run ${runId} ends`,
      ms,
    )
    return status
  }

  async close(): Promise<void> {
    this.stopping.abort()
    for (const { child } of this.programs) {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
    }
    await Promise.all(this.supervising)
    // A run's process that was stopped.
    for (const line of processesOf(this.home)) kill(Number.parseInt(line, 10))
    await this.db.close()
    rmSync(this.home, { recursive: true, force: true })
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has just ended.
  }
}

let last: Promise<unknown> = Promise.resolve()
/** The pool of this process serves one scene at a time. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work)
  last = result.catch(() => {})
  return result
}
