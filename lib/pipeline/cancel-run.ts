import { z } from 'zod'
import { transaction } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { notify } from './events'

export type CancelResult = 'cancelled' | 'requested' | 'already_ended' | 'not_found'

/**
 * Cancels a run: one that waits at once, one that executes as soon as its worker notices
 * (tenths of a second). What is published stays as it is.
 */
export async function cancelRun(runId: number): Promise<CancelResult> {
  return transaction(async (db) => {
    // Not `for update`: that would wait for the rows a publish has written for this run, so for its end.
    const [run] = await query(
      z.object({ status: z.string() }),
      'select status from pipeline.runs where id = $1 for no key update',
      [runId],
      db,
    )
    if (!run) return 'not_found'
    if (run.status === 'queued') {
      await db.query(
        `update pipeline.runs
         set status = 'cancelled', finished_at = now(), cancel_requested_at = now() where id = $1`,
        [runId],
      )
      await db.query(
        `update pipeline.task_runs set status = 'cancelled', finished_at = now()
         where run_id = $1 and status in ('pending', 'running')`,
        [runId],
      )
      await notify({ type: 'run', runId, status: 'cancelled' }, db)
      return 'cancelled'
    }
    if (run.status !== 'running') return 'already_ended'
    await db.query(
      'update pipeline.runs set cancel_requested_at = coalesce(cancel_requested_at, now()) where id = $1',
      [runId],
    )
    await notify({ type: 'cancel', runId }, db)
    return 'requested'
  })
}
