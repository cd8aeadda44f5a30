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
import { openRunFolder } from './run-folder'
import { endRun, getRun } from './run-store'

/** How the run's process tells its supervisor what to do next. */
export const EXIT = {
  /** The end of the run is recorded. */
  settled: 0,
  /** Nothing is recorded; the run can be resumed. */
  interrupted: 75,
} as const

/** Supervisor → run's process. */
export const toChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('cancel') }),
  z.object({ type: z.literal('stop') }),
])
/** Run's process → supervisor, just before it ends. */
export const fromChild = z.object({ type: z.literal('usage'), peakRssKb: z.number() })

const arguments_ = z.tuple([z.coerce.number().int().positive(), z.coerce.bigint().positive()])

/**
 * Main function of the process that executes one run: `run.ts RUNID EPOCH`. It ends itself when
 * its supervisor is gone (the channel closes), so no run outlives the worker that claimed it.
 */
export async function runChild(
  dag: Dag,
  openDuck: (folder: string) => Promise<DuckSession>,
  argv = process.argv.slice(2),
): Promise<never> {
  const [runId, epoch] = arguments_.parse(argv)
  const abort = new AbortController()
  const stop = () => abort.abort(new CancelledError('stopped', 'The worker stops; the run is resumed later.'))
  process.on('disconnect', () => process.exit(EXIT.interrupted))
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('message', (message) => {
    const parsed = toChild.safeParse(message)
    if (!parsed.success) return
    if (parsed.data.type === 'stop') stop()
    else abort.abort(new CancelledError('cancelled', 'The run was cancelled.'))
  })
  let code: number = EXIT.interrupted
  try {
    await work(dag, openDuck, { id: runId, epoch }, abort.signal)
    code = EXIT.settled
  } catch (error) {
    const expected = error instanceof StoreroomError && ['stopped', 'epoch_passed'].includes(error.code)
    if (expected) log.info({ runId, reason: error.message }, 'run interrupted')
    else log.error({ runId, err: error }, 'run interrupted')
    if (!expected && !isServerGone(error)) code = 1
  }
  await new Promise((sent) => {
    if (!process.send || !process.connected) sent(undefined)
    else process.send({ type: 'usage', peakRssKb: process.resourceUsage().maxRSS }, sent)
  })
  // Not waiting for anything: a statement that still runs is rolled back when its connection closes.
  return process.exit(code)
}

async function work(
  dag: Dag,
  openDuck: (folder: string) => Promise<DuckSession>,
  key: { id: number; epoch: bigint },
  signal: AbortSignal,
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
  const opened = await openWorkspace(env.home, key.id, openDuck).catch(async (error: StoreroomError) => {
    log.error({ runId: key.id, err: error }, 'run failed')
    await endRun(key.id, { status: 'failed', error: toJson(error) }, books)
  })
  if (!opened) return
  const { folder, fresh, duck } = opened
  const outcome = await executeRun({
    dag,
    run: { id: key.id, epoch: key.epoch, inboxDir: run.inboxDir, trigger: run.trigger },
    folder,
    fromScratch: fresh,
    duck,
    books,
    pg: pgClient,
    tx,
    connect,
    env,
    clock: () => new Date(),
    log,
    signal,
    isInterruption: async (error) => {
      if (error instanceof StoreroomError && ['stopped', 'epoch_passed'].includes(error.code)) return true
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

/** The run's folder and DuckDB file. @throws InternalError when the disk does not give them */
async function openWorkspace(
  home: string,
  runId: number,
  openDuck: (folder: string) => Promise<DuckSession>,
) {
  try {
    const { folder, fresh } = await openRunFolder(home, runId)
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
