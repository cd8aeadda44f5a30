import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { count, RECOVERY_CAUSES } from './states'

const recoverySchema = z.object({
  id: count,
  runId: count,
  /** killed and hung: the run's process. connection_lost: PostgreSQL went away. worker_lost: the worker was killed or hung. */
  cause: z.enum(RECOVERY_CAUSES),
  /** The task it happened in, which was the first to run again (or the first of its group). */
  task: z.string().nullable(),
  /** One line for people. */
  detail: z.string(),
  lastSignAt: z.date(),
  detectedAt: z.date(),
  resumedAt: z.date(),
  /** From the last sign of life to the first task of the new process. */
  seconds: z.number(),
})
export type RecoveryView = z.infer<typeof recoverySchema>

/** The times runs went on after a failure of their process or worker, newest first. */
export function listRecoveries({ runId = null as number | null, limit = 20 } = {}): Promise<RecoveryView[]> {
  return query(
    recoverySchema,
    `select id, run_id as "runId", cause, task, detail, last_sign_at as "lastSignAt", detected_at as "detectedAt",
       resumed_at as "resumedAt", seconds
     from pipeline.recoveries where $1::bigint is null or run_id = $1 order by id desc limit $2`,
    [runId, limit],
  )
}
