import { hostname } from 'node:os'
import type pg from 'pg'
import { log } from '@/lib/core/log'
import { notify } from '@/lib/pipeline/events'

export type WorkerState = 'idle' | 'standby' | 'executing'

/** The entry of this process among the workers, kept fresh until it is closed. */
export interface Announced {
  set(state: WorkerState, runId?: number): void
  /** Marks it as stopped. */
  close(): Promise<void>
}

const HEARTBEAT_MS = 2_000

/**
 * Lists this process among the workers and says every two seconds that it is alive. While the database is
 * away nothing is written; afterwards the entry is there again.
 */
export function announceWorker(id: string, db: pg.Pool, heartbeatMs = HEARTBEAT_MS): Announced {
  let now: { state: WorkerState | 'stopped'; runId: number | null } = { state: 'idle', runId: null }
  let told: string | undefined
  let writing = Promise.resolve()
  const write = () => {
    const { state, runId } = now
    writing = writing
      .then(async () => {
        await db.query(
          `insert into pipeline.workers (id, host, pid, state, run_id) values ($1, $2, $3, $4, $5)
           on conflict (id) do update set state = $4, run_id = $5, heartbeat_at = clock_timestamp(),
             stopped_at = case when $4 = 'stopped' then clock_timestamp() end`,
          [id, hostname(), process.pid, state, runId],
        )
        if (told === state) return
        await notify({ type: 'worker', id, state }, db)
        told = state
      })
      .catch((error: unknown) => log.debug({ err: error }, 'the worker could not announce itself'))
    return writing
  }
  void write().then(() =>
    db
      .query(`delete from pipeline.workers where heartbeat_at < clock_timestamp() - interval '1 day'`)
      .catch(() => {}),
  )
  const timer = setInterval(() => void write(), heartbeatMs)
  return {
    set: (state, runId) => {
      now = { state, runId: runId ?? null }
      void write()
    },
    close: async () => {
      clearInterval(timer)
      now = { state: 'stopped', runId: null }
      await write()
    },
  }
}
