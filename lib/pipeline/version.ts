import { z } from 'zod'
import type { Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { count } from './states'

/** The load the dashboards show; 0 while nothing was published. It is part of every cache key. */
export async function currentVersion(db?: Queryable): Promise<number> {
  const [row] = await query(
    z.object({ version: count }),
    'select coalesce(max(version), 0) as version from pipeline.warehouse_version',
    [],
    db,
  )
  return row?.version ?? 0
}

const infoSchema = z.object({
  version: count,
  runId: count,
  publishedAt: z.date(),
  /** First and last day with a sold order, YYYY-MM-DD; null in a warehouse without one. */
  firstDate: z.string().nullable(),
  lastDate: z.string().nullable(),
  checks: z.object({ passed: count, warned: count, failed: count }),
})
export type VersionInfo = z.infer<typeof infoSchema>

/** The published load with its data range and the checks behind it; undefined before the first one. */
export async function versionInfo(): Promise<VersionInfo | undefined> {
  const [row] = await query(
    infoSchema,
    `select v.version, v.run_id as "runId", v.published_at as "publishedAt",
       v.first_date::text as "firstDate", v.last_date::text as "lastDate",
       (select jsonb_build_object('passed', count(*) filter (where c.status = 'passed'),
          'warned', count(*) filter (where c.status = 'warned'), 'failed', count(*) filter (where c.status = 'failed'))
        from pipeline.check_results c where c.run_id = v.run_id) as checks
     from pipeline.warehouse_version v order by v.version desc limit 1`,
  )
  return row
}
