import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { z } from 'zod'
import { CancelledError, DatabaseError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { query } from '@/lib/db/sql'
import { count } from '@/lib/pipeline/states'
import { openConnection, RUN_APPLICATION } from './connection'

/** Key of the session advisory lock: who holds it executes runs. Per database. */
export const CLAIM_LOCK = 7_105_000

const HEARTBEAT_MS = 1_000
/** A holder silent for this long is hung or its host is gone: its connection is ended. */
const SILENT_MS = 10_000

/** The right to execute runs, held until `release` or until the connection is lost. */
export interface Claim {
  /** Aborts when the lock is no longer certain; whatever runs under the claim must be killed. */
  lost: AbortSignal
  /** When it was obtained. */
  since: Date
  /** The holder before was silent and its connection was ended here. */
  endedSilent: boolean
  /**
   * Begins a new epoch for `runId`. Ends connections that a dead run's process left behind, then
   * waits for a publish in its very commit: once this returns, nothing older can publish any more.
   */
  nextEpoch(runId: number): Promise<bigint>
  release(): Promise<void>
}

export interface ClaimOptions {
  url: string
  /** Shown as the worker's name, e.g. `host:1234`. */
  holder: string
  signal?: AbortSignal
  heartbeatMs?: number
  silentMs?: number
}

/**
 * Waits until no one else executes runs and takes over. The lock is a session advisory lock on a
 * connection of its own: PostgreSQL gives it up the moment the holder's process dies.
 * @throws CancelledError when `signal` aborts first
 */
export async function claim(options: ClaimOptions): Promise<Claim> {
  const { url, holder, signal, heartbeatMs = HEARTBEAT_MS, silentMs = SILENT_MS } = options
  signal?.throwIfAborted()
  const connection = await openConnection(url, 'storeroom claim')
  const { client } = connection
  const stop = () => void connection.close()
  signal?.addEventListener('abort', stop, { once: true })
  const watching = new AbortController()
  let endedSilent = false
  try {
    const watch = endSilentHolder(url, silentMs, watching.signal, () => {
      endedSilent = true
    })
    try {
      await client.query('select pg_advisory_lock($1)', [CLAIM_LOCK])
    } finally {
      watching.abort()
      await watch
    }
    signal?.throwIfAborted()
    await client.query(
      `insert into pipeline.lease (id, holder, run_id, heartbeat_at) values (1, $1, null, now())
       on conflict (id) do update set holder = excluded.holder, run_id = null, heartbeat_at = now()`,
      [holder],
    )
  } catch (error) {
    await connection.close()
    if (signal?.aborted)
      throw new CancelledError('claim_cancelled', 'Stopped waiting for the run in progress.')
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
  return { ...held(connection.client, connection.close, holder, heartbeatMs), since: new Date(), endedSilent }
}

function held(
  client: pg.Client,
  close: () => Promise<void>,
  holder: string,
  heartbeatMs: number,
): Omit<Claim, 'since' | 'endedSilent'> {
  const lost = new AbortController()
  let busy = Promise.resolve()
  let released = false
  // One statement at a time on this connection, heartbeats and epochs alike.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = busy.then(work)
    busy = result.then(
      () => {},
      () => {},
    )
    return result
  }
  const lose = (cause: unknown) => {
    if (released || lost.signal.aborted) return
    lost.abort(
      new DatabaseError('claim_lost', 'The connection that holds the right to execute runs was lost.', {
        whatToDo: 'Nothing: the run is resumed as soon as PostgreSQL answers again.',
        cause,
      }),
    )
    clearInterval(timer)
    void close()
  }
  const timer = setInterval(() => {
    const late = setTimeout(
      () => lose(new Error('the heartbeat took too long')),
      Math.max(10_000, heartbeatMs * 3),
    )
    inTurn(() =>
      client.query(
        'update pipeline.lease set heartbeat_at = clock_timestamp() where id = 1 and holder = $1',
        [holder],
      ),
    )
      .catch(lose)
      .finally(() => clearTimeout(late))
  }, heartbeatMs)
  client.once('end', () => lose(new Error('the connection ended')))
  client.once('error', lose)

  return {
    lost: lost.signal,
    nextEpoch: (runId) =>
      inTurn(async () => {
        await client.query(
          `select pg_terminate_backend(pid, 5000) from pg_stat_activity
           where datname = current_database() and application_name like $1`,
          [`${RUN_APPLICATION} %`],
        )
        const [row] = await query(
          z.object({ epoch: z.coerce.bigint() }),
          `update pipeline.lease set epoch = epoch + 1, run_id = $1, heartbeat_at = clock_timestamp()
           where id = 1 returning epoch`,
          [runId],
          client,
        )
        if (!row) throw new DatabaseError('no_lease', 'pipeline.lease has no row.')
        return row.epoch
      }),
    release: async () => {
      released = true
      clearInterval(timer)
      await inTurn(() =>
        client.query('update pipeline.lease set holder = null, run_id = null where id = 1'),
      ).catch(() => {})
      await close()
    },
  }
}

/** While waiting: ends the lock holder's connection when its heartbeat has stopped. */
async function endSilentHolder(
  url: string,
  silentMs: number,
  signal: AbortSignal,
  onEnded: () => void,
): Promise<void> {
  while (await pause(silentMs / 8, signal)) {
    try {
      const watcher = await openConnection(url, 'storeroom claim watcher')
      try {
        const ended = await query(
          z.object({ pid: count }),
          `select l.pid, pg_terminate_backend(l.pid)
           from pg_locks l join pipeline.lease on lease.id = 1
           where l.locktype = 'advisory' and l.granted and l.objid = $1 and l.classid = 0
             and l.database = (select oid from pg_database where datname = current_database())
             and lease.heartbeat_at < clock_timestamp() - make_interval(secs => $2)`,
          [CLAIM_LOCK, silentMs / 1000],
          watcher.client,
        )
        if (ended.length > 0) {
          onEnded()
          log.warn({ ended }, 'the worker that executes runs is silent: its claim was ended')
        }
      } finally {
        await watcher.close()
      }
    } catch (error) {
      log.debug({ err: error }, 'could not look at the heartbeat')
    }
  }
}

/** False when the signal ended the pause. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return sleep(ms, undefined, { signal }).then(
    () => true,
    () => false,
  )
}
