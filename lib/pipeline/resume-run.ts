import { z } from 'zod'
import { transaction } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { ENQUEUE_LOCK } from './enqueue-run'
import { notify } from './events'
import { RUN_STATUSES } from './states'

/** `from` is the task it goes on from. */
export type ResumeResult = { runId: number; from: string | null } | 'not_found' | 'not_failed'

/**
 * Queues a failed run again, to go on from the task that failed: what its finished tasks did is kept for a week
 * in its folder. Its error moves to `earlierErrors`. When it executes and the folder is gone, or another run has read
 * files meanwhile (its rows were prepared against another state of the warehouse), it starts at the beginning and its
 * `notice` says so.
 */
export async function resumeRun(runId: number, by: string | null): Promise<ResumeResult> {
  return transaction(async (db) => {
    await db.query('select pg_advisory_xact_lock($1)', [ENQUEUE_LOCK])
    const [run] = await query(
      z.object({ status: z.enum(RUN_STATUSES), task: z.string().nullable() }),
      `select status, error ->> 'task' as task from pipeline.runs where id = $1 for no key update`,
      [runId],
      db,
    )
    if (!run) return 'not_found'
    if (run.status !== 'failed') return 'not_failed'
    await db.query(
      `update pipeline.runs set status = 'queued', started_at = clock_timestamp(), finished_at = null, worker_id = null,
         heartbeat_at = null, cancel_requested_at = null, error = null, notice = null,
         earlier_errors = earlier_errors || jsonb_build_array(
           jsonb_build_object('at', finished_at, 'by', $2::text, 'error', error))
       where id = $1`,
      [runId, by],
    )
    await db.query(
      `update pipeline.task_runs set status = 'pending', finished_at = null, rows_done = null, rows_total = null,
         message = null, error = null, output = null
       where run_id = $1 and scope = '' and status <> 'succeeded'`,
      [runId],
    )
    await notify({ type: 'run', runId, status: 'queued' }, db)
    return { runId, from: run.task }
  })
}
