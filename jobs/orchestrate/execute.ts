import { ConstantBackoff, ExponentialBackoff, fullJitterGenerator, handleWhen, retry } from 'cockatiel'
import type pg from 'pg'
import type { Task, TaskContext, TaskName, TaskResult } from '@/jobs/context'
import type { Dag, TaskDefinition } from '@/jobs/dag'
import type { DuckSession } from '@/jobs/duckdb/session'
import type { Env } from '@/lib/core/env'
import { CancelledError, InternalError, TimeoutError_, toJson } from '@/lib/core/errors'
import type { Logger } from '@/lib/core/log'
import type { StoredError } from '@/lib/pipeline/states'
import { canPass } from './errors-that-pass'
import { checkHealth, type HealthCheck } from './health'
import { type Parts, partWriter } from './part-store'
import { checkSettings, commitPublish } from './publish-guard'
import { endRun } from './run-store'
import {
  assertCurrent,
  failTask,
  markRolledBack,
  prepareTasks,
  progressWriter,
  resetTasks,
  startTask,
  succeedTask,
} from './task-store'

export interface ExecuteOptions {
  dag: Dag
  run: { id: number; inboxDir: string; epoch: bigint; trigger: string; reloadFileIds?: readonly number[] }
  folder: string
  /** The folder is new, so nothing a former process finished is there any more. */
  fromScratch: boolean
  duck: DuckSession
  /** Bookkeeping: a pool, so that it never waits for a task's statement. */
  books: pg.Pool
  /** The tasks' autocommit connection. */
  pg: pg.Client
  tx: pg.Client
  connect(): Promise<pg.Client>
  env: Env
  clock: () => Date
  log: Logger
  /** Looked at before the first task of a run; one that fails ends the run. */
  health?: readonly HealthCheck[]
  /** Told at the start of each task. */
  onTask?(task: TaskName): void
  /** Aborts with the reason (a CancelledError) to cancel or to stop. */
  signal: AbortSignal
  /** True for errors that a new process may not meet again; they are thrown on without ending the run. */
  isInterruption(error: unknown): boolean | Promise<boolean>
}

export type Outcome =
  | { status: 'published'; version: number }
  | { status: 'nothing_new' }
  | { status: 'cancelled' }
  | { status: 'failed'; error: StoredError }

/**
 * Executes the tasks of one run that are not done yet and records how it ended.
 * Tasks outside a group are kept as they complete; the publish group is one transaction.
 * @throws what `isInterruption` recognises, with the run left to be resumed
 */
export async function executeRun(options: ExecuteOptions): Promise<Outcome> {
  const { dag, run, books } = options
  checkOrder(dag)
  let current: Current | undefined
  try {
    const rows = await prepareTasks(run.id, dag, options.fromScratch, books)
    await checkSettings(options.env, books)
    await checkHealth(options.health ?? [], rows, options)
    const outputs = Object.fromEntries(rows.map((row) => [row.task, row.output])) as Record<TaskName, unknown>
    const done = new Set(rows.filter((row) => row.status === 'succeeded').map((row) => row.task))
    const onStart = (task: TaskName, parts: Parts) => {
      current = { task, parts }
      options.onTask?.(task)
    }

    for (const definition of dag.filter((d) => !d.group && !done.has(d.task))) {
      const result = await withRetry(definition, options, () =>
        runTask(definition, options, outputs, onStart),
      )
      await succeedTask(run, definition.task, result, books)
      outputs[definition.task] = result.output ?? null
      if (result.nothingNew) {
        await endRun(run.id, { status: 'nothing_new' }, books)
        return { status: 'nothing_new' }
      }
    }
    const version = await runGroup(dag, options, outputs, onStart)
    return { status: 'published', version }
  } catch (error) {
    return settle(error, current, options)
  }
}

/** merge … publish in one transaction; a retry starts it over. */
async function runGroup(
  dag: Dag,
  options: ExecuteOptions,
  outputs: Record<TaskName, unknown>,
  onStart: (task: TaskName, parts: Parts) => void,
): Promise<number> {
  const { run, books, tx, env } = options
  const group = dag.filter((d) => d.group)
  const tasks = group.map((d) => d.task)
  const [first] = group
  if (!first) throw new InternalError('no_publish_group', 'The DAG has no publish group.')
  return withRetry(first, options, async (attempt) => {
    if (attempt > 1) await resetTasks(run.id, tasks, books)
    await tx.query('begin')
    try {
      for (const definition of group) {
        const result = await runTask(definition, options, outputs, onStart)
        outputs[definition.task] = result.output ?? null
        // The last one is only done when the commit is: its row belongs to the transaction.
        await succeedTask(run, definition.task, result, definition === group.at(-1) ? tx : books)
      }
      options.signal.throwIfAborted()
      return await commitPublish(tx, run, env)
    } catch (error) {
      // After an abort a statement may still be running here; closing the connection rolls back.
      if (!options.signal.aborted && !(error instanceof TimeoutError_))
        await tx.query('rollback').catch(() => {})
      await markRolledBack(run.id, tasks, books).catch(() => {})
      throw error
    }
  })
}

async function runTask(
  definition: TaskDefinition,
  options: ExecuteOptions,
  outputs: Record<TaskName, unknown>,
  onStart: (task: TaskName, parts: Parts) => void,
): Promise<TaskResult> {
  const { run, books } = options
  const { task, timeoutMs } = definition
  options.signal.throwIfAborted()
  await startTask(run, task, books)
  const parts = partWriter(run.id, task, books)
  onStart(task, parts)
  const log = options.log.child({ runId: run.id, task })
  const started = performance.now()
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(timedOut(task, timeoutMs)), timeoutMs)
  const signal = AbortSignal.any([options.signal, timeout.signal])
  const progress = progressWriter(run.id, task, books)
  const opened: pg.Client[] = []
  const context: TaskContext = {
    run: { ...run, id: BigInt(run.id) },
    folder: options.folder,
    duck: options.duck,
    pg: options.pg,
    get tx(): pg.Client {
      if (definition.group) return options.tx
      throw new InternalError(
        'no_transaction',
        `Task ${task} is not in the publish group and may not use ctx.tx.`,
      )
    },
    connect: async () => {
      const client = await options.connect()
      opened.push(client)
      return client
    },
    env: options.env,
    clock: options.clock,
    log,
    signal,
    progress: progress.report,
    part: parts.run,
    outputs,
  }
  try {
    const execute: Task = await definition.load()
    const result = await untilAborted(execute(context), signal, () => options.duck.interrupt())
    log.info({ rows: result.rows, seconds: (performance.now() - started) / 1000 }, result.message ?? 'done')
    return result
  } finally {
    clearTimeout(timer)
    await Promise.all([progress.stop(), parts.stop()])
    await Promise.all(opened.map((client) => client.end().catch(() => {})))
  }
}

/** The task's result, or the abort's reason as soon as there is one: SQL does not look at signals. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal, interrupt: () => void): Promise<T> {
  work.catch(() => {}) // a failure after the abort is its consequence and nobody waits for it
  let onAbort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      interrupt()
      reject(signal.reason)
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function withRetry<T>(
  { task, retry: policy }: TaskDefinition,
  { signal, log }: ExecuteOptions,
  work: (attempt: number) => Promise<T>,
): Promise<T> {
  const retrying = retry(
    handleWhen((error) => !signal.aborted && canPass(error)),
    {
      maxAttempts: policy.attempts - 1,
      backoff:
        policy.backoffMs > 0
          ? new ExponentialBackoff({
              generator: fullJitterGenerator,
              initialDelay: policy.backoffMs,
              maxDelay: policy.maxBackoffMs,
            })
          : new ConstantBackoff(0),
    },
  )
  retrying.onRetry((reason) => {
    log.warn(
      { task, attempt: reason.attempt, err: 'error' in reason ? reason.error : undefined },
      'trying again',
    )
  })
  return retrying.execute(({ attempt }) => work(attempt + 1), signal)
}

/** The task at work and its parts. */
interface Current {
  task: TaskName
  parts: Parts
}

async function settle(
  error: unknown,
  current: Current | undefined,
  options: ExecuteOptions,
): Promise<Outcome> {
  const { run, books, signal, log } = options
  const reason: unknown = signal.aborted ? signal.reason : error
  if (await options.isInterruption(reason)) throw reason
  await assertCurrent(run, books)
  if (reason instanceof CancelledError && signal.aborted) {
    await endRun(run.id, { status: 'cancelled' }, books)
    return { status: 'cancelled' }
  }
  const task = current?.task
  const scope = current?.parts.current()
  const stored: StoredError = { ...toJson(reason), ...(task ? { task } : {}), ...(scope ? { scope } : {}) }
  log.error({ runId: run.id, task, err: reason }, 'run failed')
  if (task) await failTask(run.id, task, stored, books)
  await endRun(run.id, { status: 'failed', error: stored }, books)
  return { status: 'failed', error: stored }
}

function timedOut(task: TaskName, timeoutMs: number): TimeoutError_ {
  return new TimeoutError_(
    'task_timeout',
    `Task ${task} took longer than ${timeoutMs / 60_000} minutes and was stopped.`,
    {
      context: { task, timeoutMs },
      whatToDo:
        'Look for a lock or a slow disk in the log; then run again. Smaller files make shorter tasks.',
    },
  )
}

/** Tasks run in the order of the array, so everything a task depends on must stand before it. */
function checkOrder(dag: Dag): void {
  const seen = new Set<TaskName>()
  for (const { task, dependsOn } of dag) {
    const missing = dependsOn.filter((name) => !seen.has(name))
    if (missing.length > 0) {
      throw new InternalError(
        'bad_dag',
        `Task ${task} stands before ${missing.join(', ')}, which it depends on.`,
      )
    }
    seen.add(task)
  }
  const firstGrouped = dag.findIndex((d) => d.group)
  if (firstGrouped >= 0 && dag.slice(firstGrouped).some((d) => !d.group)) {
    throw new InternalError('bad_dag', 'The publish group must be the end of the DAG.')
  }
}
