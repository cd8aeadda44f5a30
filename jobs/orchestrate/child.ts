import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import type { Dag } from '@/jobs/dag'
import type { DuckSession } from '@/jobs/duckdb/session'
import { parseEnv } from '@/lib/core/env'
import { CancelledError, describe, InternalError, StoreroomError, toJson } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { databaseUrl } from '@/lib/db/pool'
import { openConnection, RUN_APPLICATION, type TrackedClient } from './connection'
import { isServerGone } from './errors-that-pass'
import { executeRun } from './execute'
import type { HealthCheck } from './health'
import { openRunFolder, replaceFormerProcess } from './run-folder'
import { endRun, getRun, overtakenBy, setNotice } from './run-store'
import { SPARE } from './spawn-run'
import { succeededTasks } from './task-store'

/** How the run's process tells its supervisor what to do next. */
export const EXIT = {
  /** The end of the run is recorded. */
  settled: 0,
  /** Nothing is recorded; the run can be resumed. */
  interrupted: 75,
} as const

/** Codes of errors after which the run is resumed. */
const INTERRUPTIONS = ['stopped', 'epoch_passed', 'connection_lost']

/** Supervisor → run's process. */
export const toChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('cancel') }),
  z.object({ type: z.literal('stop') }),
  /** To a process in reserve: this is the run. */
  z.object({ type: z.literal('go'), runId: z.number().int().positive(), epoch: z.coerce.bigint() }),
])
/** Run's process → supervisor. */
export const fromChild = z.discriminatedUnion('type', [
  /** Every half a second, for as long as its event loop turns. */
  z.object({ type: z.literal('alive') }),
  /** A task begins. */
  z.object({ type: z.literal('task'), task: z.string() }),
  /** Just before it ends. */
  z.object({ type: z.literal('usage'), peakRssKb: z.number() }),
])
const ALIVE_MS = 500

export interface ChildOptions {
  /** Looked at before the first task. */
  health?: readonly HealthCheck[]
  argv?: string[]
}

const arguments_ = z.tuple([z.coerce.number().int().positive(), z.coerce.bigint().positive()])

/**
 * Main function of the process that executes one run: `run.ts RUNID EPOCH`. It ends itself when
 * its supervisor is gone (the channel closes), so no run outlives the worker that claimed it.
 */
export async function runChild(
  dag: Dag,
  openDuck: (folder: string) => Promise<DuckSession>,
  { health, argv = process.argv.slice(2) }: ChildOptions = {},
): Promise<never> {
  // Also while it waits in reserve: nobody is left to tell it which run it is for.
  process.on('disconnect', () => process.exit(EXIT.interrupted))
  const [runId, epoch] = argv[0] === SPARE ? await waitForRun(dag) : arguments_.parse(argv)
  setInterval(() => tell({ type: 'alive' }), ALIVE_MS)
  const abort = new AbortController()
  const stop = () => abort.abort(new CancelledError('stopped', 'The worker stops; the run is resumed later.'))
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('message', (message) => {
    const parsed = toChild.safeParse(message)
    if (!parsed.success) return
    if (parsed.data.type === 'stop') stop()
    else if (parsed.data.type === 'cancel')
      abort.abort(new CancelledError('cancelled', 'The run was cancelled.'))
  })
  let code: number = EXIT.interrupted
  try {
    await work(dag, openDuck, { id: runId, epoch }, health, abort)
    code = EXIT.settled
  } catch (error) {
    const expected = error instanceof StoreroomError && INTERRUPTIONS.includes(error.code)
    if (expected) log.info({ runId, reason: error.message }, 'run interrupted')
    else log.error({ runId, err: error }, 'run interrupted')
    if (!expected && !isServerGone(error)) code = 1
  }
  await tell({ type: 'usage', peakRssKb: process.resourceUsage().maxRSS })
  // Not waiting for anything: a statement that still runs is rolled back when its connection closes.
  return process.exit(code)
}

/** Reads the whole program ahead, then waits to be told the run. */
async function waitForRun(dag: Dag): Promise<[number, bigint]> {
  const told = new Promise<[number, bigint]>((resolve) => {
    process.on('message', (message) => {
      const parsed = toChild.safeParse(message)
      if (parsed.success && parsed.data.type === 'go') resolve([parsed.data.runId, parsed.data.epoch])
    })
  })
  await Promise.all(dag.map((definition) => definition.load()))
  const [runId, epoch] = await told
  // As if it had been started for it, for whoever looks at the processes.
  process.title = [process.execPath, '--import', 'tsx', process.argv[1], runId, epoch].join(' ')
  return [runId, epoch]
}

/** Sends to the supervisor, if there is one, and waits until it is sent. */
function tell(message: z.input<typeof fromChild>): Promise<void> {
  return new Promise((sent) => {
    if (!process.send || !process.connected) sent()
    else process.send(message, () => sent())
  })
}

async function work(
  dag: Dag,
  openDuck: (folder: string) => Promise<DuckSession>,
  key: { id: number; epoch: bigint },
  health: readonly HealthCheck[] | undefined,
  abort: AbortController,
): Promise<void> {
  const url = databaseUrl()
  const env = parseEnv()
  const name = `${RUN_APPLICATION} ${key.id} epoch ${key.epoch}`
  const books = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: 2,
    connectionTimeoutMillis: 10_000,
  })
  books.on('error', () => {}) // noticed by the next statement
  const run = await getRun(key.id, books)
  if (!run) throw new InternalError('no_run', `There is no run ${key.id}.`)
  const tracked: TrackedClient[] = []
  const connect = async (): Promise<pg.Client> => {
    const connection = await openConnection(url, name)
    tracked.push(connection)
    return connection.client
  }
  const [pgClient, tx] = await Promise.all([connect(), connect()])
  // Whoever takes the run over ends these connections first. A task that is busy with DuckDB or a file would not
  // notice, and keep the run's files from its successor.
  for (const client of [pgClient, tx])
    client.once('end', () =>
      abort.abort(
        new CancelledError('connection_lost', 'The connection to PostgreSQL was lost.', {
          whatToDo: 'Nothing: the run is resumed as soon as PostgreSQL answers again.',
        }),
      ),
    )
  const opened = await openWorkspace(env.home, key.id, openDuck).catch(async (error: StoreroomError) => {
    log.error({ runId: key.id, err: error }, 'run failed')
    await endRun(key.id, { status: 'failed', error: toJson(error) }, books)
  })
  if (!opened) return
  const { folder, duck } = opened
  const fromScratch = await startsOver(key.id, opened.fresh, books)
  const outcome = await executeRun({
    dag,
    run: {
      id: key.id,
      epoch: key.epoch,
      inboxDir: run.inboxDir,
      trigger: run.trigger,
      reloadFileIds: run.reloadFileIds ?? undefined,
    },
    health,
    onTask: (task) => void tell({ type: 'task', task }),
    folder,
    fromScratch,
    duck,
    books,
    pg: pgClient,
    tx,
    connect,
    env,
    clock: () => new Date(),
    log,
    signal: abort.signal,
    isInterruption: async (error) => {
      if (error instanceof StoreroomError && INTERRUPTIONS.includes(error.code)) return true
      if (isServerGone(error)) return true
      await sleep(50) // a lost connection is seen a moment after the statement it broke
      return pgClientLost()
    },
  })
  log.info({ runId: key.id, ...outcome }, 'run ended')
  await duck.close()

  // The first two are the run's own; those tasks opened are closed with the task.
  function pgClientLost(): boolean {
    return tracked.slice(0, 2).some((connection) => connection.lost())
  }
}

/** Whether what former processes of the run finished cannot be used; says so with the run. */
async function startsOver(runId: number, fresh: boolean, books: pg.Pool): Promise<boolean> {
  const other = fresh ? undefined : await overtakenBy(runId, books)
  if (!fresh && other === undefined) return false
  if (other !== undefined)
    await setNotice(
      runId,
      `Run ${other} has read files since this one did, so it started at the beginning.`,
      books,
    )
  else if ((await succeededTasks(runId, books)) > 0)
    await setNotice(runId, 'The working files of this run were gone, so it started at the beginning.', books)
  return true
}

/** The run's folder and DuckDB file. @throws InternalError when the disk does not give them */
async function openWorkspace(
  home: string,
  runId: number,
  openDuck: (folder: string) => Promise<DuckSession>,
) {
  try {
    const { folder, fresh } = await openRunFolder(home, runId)
    await replaceFormerProcess(folder, runId)
    return { folder, fresh, duck: await openWhenFree(() => openDuck(folder)) }
  } catch (cause) {
    throw new InternalError('run_folder', `The run's folder cannot be used: ${describe(cause)}`, {
      whatToDo: `Check that ${home} is writable and its disk is not full, then run again.`,
      cause,
    })
  }
}

/** A predecessor that was killed may hold the file for another moment. */
async function openWhenFree<T>(open: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open()
    } catch (error) {
      if (attempt === 20) throw error
      await sleep(100)
    }
  }
}
