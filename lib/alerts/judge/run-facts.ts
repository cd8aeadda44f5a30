import { z } from 'zod'
import type { Queryable } from '@/lib/db/pool'
import { queryOne } from '@/lib/db/sql'
import { count, storedError } from '@/lib/pipeline/states'

const schema = z.object({
  id: count,
  endedAt: z.date(),
  status: z.enum(['published', 'nothing_new', 'failed', 'cancelled']),
  version: count.nullable(),
  error: storedError.nullable(),
  rowsRead: z.coerce.bigint(),
  rowsQuarantined: z.coerce.bigint(),
  /** Failed runs up to this one since the last that did not fail. */
  failedInARow: count,
  checks: z.array(
    z.object({
      name: z.string(),
      severity: z.string(),
      status: z.string(),
      failingRows: z.number(),
    }),
  ),
})

/** What the rules about runs look at. */
export type RunFacts = z.infer<typeof schema>

/** What a run's end is called: one that is resumed and fails again has failed twice. */
export function runEnd(run: RunFacts): string {
  return `run ${run.id} ${run.endedAt.toISOString()}`
}

/** The ended run whose alerts have not been worked out yet, the earliest first. */
export async function nextRunFacts(db: Queryable): Promise<RunFacts | undefined> {
  return queryOne(
    schema,
    `with next as (
       select r.*, coalesce(r.finished_at, r.requested_at) as ended_at from pipeline.runs r
       where r.status in ('published', 'nothing_new', 'failed', 'cancelled')
         and not exists (select 1 from pipeline.alert_evaluations e 
           where e.run_id = r.id and e.ended_at = coalesce(r.finished_at, r.requested_at))
       order by coalesce(r.finished_at, r.requested_at), r.id limit 1)
     select n.id, n.ended_at as "endedAt", n.status, n.version, n.error, n.rows_read as "rowsRead", n.rows_quarantined as "rowsQuarantined",
       (select count(*) from pipeline.runs f
        where f.status = 'failed' and f.finished_at <= n.ended_at
          and f.finished_at > coalesce((select max(g.finished_at) from pipeline.runs g
            where g.status in ('published', 'nothing_new') and g.finished_at <= n.ended_at), '-infinity')) as "failedInARow",
       coalesce((select jsonb_agg(jsonb_build_object('name', c.name, 'severity', c.severity, 'status', c.status,
          'failingRows', c.failing_rows) order by c.severity, c.name)
        from pipeline.check_results c where c.run_id = n.id), '[]') as checks
     from next n`,
    [],
    db,
  )
}
