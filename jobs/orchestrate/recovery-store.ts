import { log } from '@/lib/core/log'
import type { Queryable } from '@/lib/db/pool'
import { notify } from '@/lib/pipeline/events'
import type { RecoveryCause } from '@/lib/pipeline/states'

/** A failure that was noticed, until the run goes on. */
export interface Failure {
  cause: RecoveryCause
  detail: string
  task?: string
  lastSignAt: Date
  detectedAt: Date
}

/** Keeps that the run went on after `failure` and tells the pages. Never throws: the run matters more. */
export async function recordRecovery(
  runId: number,
  failure: Failure,
  resumedAt: Date,
  db: Queryable,
): Promise<void> {
  const seconds = Math.max(0, resumedAt.getTime() - failure.lastSignAt.getTime()) / 1000
  log.info({ runId, cause: failure.cause, seconds }, 'run resumed')
  try {
    await db.query(
      `insert into pipeline.recoveries (run_id, cause, task, detail, last_sign_at, detected_at, resumed_at, seconds)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        runId,
        failure.cause,
        failure.task ?? null,
        failure.detail,
        failure.lastSignAt,
        failure.detectedAt,
        resumedAt,
        seconds,
      ],
    )
    await notify({ type: 'recovery', runId, cause: failure.cause, seconds }, db)
  } catch (error) {
    log.warn({ runId, err: error }, 'a recovery could not be recorded')
  }
}
