import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { count, RUN_STATUSES } from './states'

const schema = z.object({
  runId: count,
  status: z.enum(RUN_STATUSES),
  finishedAt: z.date().nullable(),
  passed: count,
  warned: count,
  failed: count,
  /** Names of the checks that did not pass, failed ones first. */
  notPassed: z.array(z.string()),
})

/** What the checks of one run said. */
export type CheckTrendEntry = z.infer<typeof schema>

/** The checks of the last runs that came to them, oldest first. */
export async function checkTrend(runs = 30): Promise<CheckTrendEntry[]> {
  return query(
    schema,
    `select * from (
       select r.id as "runId", r.status, r.finished_at as "finishedAt",
         count(*) filter (where c.status = 'passed') as passed,
         count(*) filter (where c.status = 'warned') as warned,
         count(*) filter (where c.status = 'failed') as failed,
         coalesce(jsonb_agg(c.name order by c.status, c.name) filter (where c.status <> 'passed'), '[]') as "notPassed"
       from pipeline.check_results c join pipeline.runs r on r.id = c.run_id
       where c.run_id in (select distinct run_id from pipeline.check_results order by 1 desc limit $1)
       group by r.id
     ) as latest order by "runId"`,
    [runs],
  )
}
