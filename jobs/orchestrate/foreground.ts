import { userInfo } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { InternalError } from '@/lib/core/errors'
import { query, queryOne } from '@/lib/db/sql'
import { cancelRun } from '@/lib/pipeline/cancel-run'
import { enqueueRun } from '@/lib/pipeline/enqueue-run'
import { subscribe } from '@/lib/pipeline/events'
import { type RunDetail, readRun } from '@/lib/pipeline/read-run'
import { count, isFinal, type RunStatus, type TaskView } from '@/lib/pipeline/states'
import { currentVersion } from '@/lib/pipeline/version'
import { work } from './work'

export interface ForegroundOptions {
  url: string
  home: string
  inboxDir: string
  /** Progress for people. */
  say: (line: string) => void
  onLine?: (line: string) => void
  /** The run's program; only tests name another one. */
  entry?: string
}

export interface RunReport {
  /** True when SIGINT or SIGTERM cancelled it. */
  interrupted: boolean
  /** What `npm run pipeline -- --json` prints; a stable interface. */
  json: {
    run: number
    status: RunStatus
    /** The load the dashboards show after the run; 0 while there is none. */
    version: number
    files: number
    rows: { read: number; loaded: number; unchanged: number; superseded: number; quarantined: number }
    checks: { passed: number; warned: number; failed: number }
    seconds: number
    released: number
    rejected: { name: string; message: string }[]
    /** Of the process that executed the run, when it was started by this one. */
    peakMemoryMb: number | null
    error?: { message: string; whatToDo?: string; task?: string }
  }
}

export function isGood(status: RunStatus): boolean {
  return status === 'published' || status === 'nothing_new'
}

/**
 * Queues one run and sees it through, executing it here unless a worker is faster. Waits, and says
 * so, while another run executes. SIGINT and SIGTERM cancel the run.
 */
export async function foregroundRun(options: ForegroundOptions): Promise<RunReport> {
  const { url, home, inboxDir, say, entry, onLine } = options
  const { runId, already } = await enqueueRun({ trigger: 'cli', requestedBy: userName(), inboxDir })
  say(already ? `Run ${runId} for this folder waits already: following it` : `Run ${runId}: ${inboxDir}`)

  let interrupted = false
  const interrupt = () => {
    if (!interrupted) say(`Cancelling run ${runId} …`)
    interrupted = true
    void cancelRun(runId)
  }
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  const done = new AbortController()
  let peakMemoryMb: number | null = null
  try {
    const working = untilDone(done.signal, () =>
      work({
        url,
        home,
        entry,
        onLine,
        signal: done.signal,
        enough: () => done.signal.aborted,
        onEnded: (id, result) => {
          if (id === runId) peakMemoryMb = result.peakRssMb
        },
      }),
    )
    const following = follow(runId, url, say, done)
    // If this process cannot execute it, a worker may; only both failing is a failure.
    await Promise.race([following, working.then(() => following)])
    await working
  } finally {
    done.abort()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
  const run = await readRun(runId)
  if (!run) throw new InternalError('no_run', `Run ${runId} is gone.`)
  return { interrupted: interrupted && run.status === 'cancelled', json: await report(run, peakMemoryMb) }
}

/** Repeats `attempt` until the run is done; a lost database connection is tried again for a minute. */
async function untilDone(done: AbortSignal, attempt: () => Promise<void>): Promise<void> {
  const giveUpAt = Date.now() + 60_000
  while (!done.aborted) {
    try {
      await attempt()
    } catch (error) {
      if (done.aborted) return
      if (Date.now() > giveUpAt) throw error
    }
    await sleep(250, undefined, { signal: done }).catch(() => {})
  }
}

/** Prints each task as it ends and aborts `done` once the run has. */
async function follow(
  runId: number,
  url: string,
  say: (line: string) => void,
  done: AbortController,
): Promise<void> {
  let wake = new AbortController()
  const unsubscribe = subscribe((event) => {
    if ('runId' in event && event.runId === runId) wake.abort()
  }, url)
  const printed = new Set<string>()
  let waiting: number | undefined
  try {
    while (!done.signal.aborted) {
      wake = new AbortController()
      const run = await readRun(runId).catch(() => undefined)
      if (run?.status === 'queued') {
        const other = await otherRun(runId).catch(() => undefined)
        if (other !== undefined && other !== waiting) say(`  waiting: run ${other} is executing`)
        waiting = other
      }
      if (run) {
        for (const task of run.tasks) print(task, printed, say)
        if (isFinal(run.status)) {
          if (run.status === 'failed') say(failure(run))
          done.abort()
          return
        }
      }
      await sleep(1_000, undefined, { signal: wake.signal }).catch(() => {})
    }
  } finally {
    unsubscribe()
  }
}

async function otherRun(runId: number): Promise<number | undefined> {
  const row = await queryOne(
    z.object({ id: count }),
    `select id from pipeline.runs where status = 'running' and id <> $1 limit 1`,
    [runId],
  )
  return row?.id
}

function print(task: TaskView, printed: Set<string>, say: (line: string) => void): void {
  if (task.status !== 'succeeded' && task.status !== 'failed') return
  const key = `${task.task} ${task.attempt} ${task.status}`
  if (printed.has(key)) return
  printed.add(key)
  const mark = task.status === 'succeeded' ? '✓' : '✗'
  const rows = task.rowsDone === null ? '' : `${task.rowsDone.toLocaleString('en')} rows`
  const again = task.attempt > 1 ? ` (attempt ${task.attempt})` : ''
  const text = (task.status === 'failed' ? task.error.message : task.message)?.split('\n')[0] ?? ''
  say(
    `  ${mark} ${task.task.padEnd(10)} ${rows.padStart(16)} ${task.seconds.toFixed(1).padStart(7)} s  ${text}${again}`.trimEnd(),
  )
}

function failure(run: RunDetail & { status: 'failed' }): string {
  const { message, whatToDo, lastLines } = run.error
  const log =
    run.error.code === 'run_process_died' ? (lastLines ?? []).slice(-8).map((line) => `  | ${line}`) : []
  return [`✗ ${message}`, ...log, ...(whatToDo ? [`  What to do: ${whatToDo}`] : [])].join('\n')
}

async function report(run: RunDetail, peakMemoryMb: number | null): Promise<RunReport['json']> {
  const rejected = await query(
    z.object({ name: z.string(), message: z.string() }),
    `select name, coalesce(reject_message, reject_code, 'rejected') as message from pipeline.source_files
     where run_id = $1 and status = 'rejected' order by id`,
    [run.id],
  )
  return {
    run: run.id,
    status: run.status,
    version: run.status === 'published' ? run.version : await currentVersion(),
    files: run.files,
    rows: run.rows,
    checks: run.checks,
    seconds: Math.round((run.seconds ?? 0) * 1000) / 1000,
    released: run.released,
    rejected,
    peakMemoryMb,
    ...(run.status === 'failed'
      ? { error: { message: run.error.message, whatToDo: run.error.whatToDo, task: run.error.task } }
      : {}),
  }
}

function userName(): string | null {
  try {
    return userInfo().username
  } catch {
    return null // a user id without a name, as in some containers
  }
}
