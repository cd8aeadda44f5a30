import { z } from 'zod'
import { log } from '@/lib/core/log'
import type { Queryable } from '@/lib/db/pool'
import { queryOne } from '@/lib/db/sql'

/** Something a person should know. Further rules and channels join this union. */
export type AlertRequest = { rule: 'run_failed'; runId: number }

/** Writes the alert to pipeline.alerts and the log; the same one of a run is raised once. */
export async function raiseAlert({ rule, runId }: AlertRequest, db: Queryable): Promise<void> {
  const raised = await queryOne(
    z.object({ message: z.string() }),
    `insert into pipeline.alerts (rule, run_id, message, detail)
     select $1, r.id, concat('Run ', r.id, ' failed', ' in ' || (r.error ->> 'task'), ': ', r.error ->> 'message'), r.error
     from pipeline.runs r
     where r.id = $2 and not exists (select 1 from pipeline.alerts a where a.run_id = r.id and a.rule = $1)
     returning message`,
    [rule, runId],
    db,
  )
  if (raised) log.error({ rule, runId }, raised.message)
}
