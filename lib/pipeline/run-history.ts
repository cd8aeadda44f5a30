import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { count, RUN_STATUSES, TASK_STATUSES } from './states'

const schema = z.object({
  id: count,
  status: z.enum(RUN_STATUSES),
  requestedAt: z.date(),
  finishedAt: z.date().nullable(),
  version: count.nullable(),
  seconds: z.number().nullable(),
  rowsRead: count,
  rowsQuarantined: count,
  tasks: z.array(z.object({ task: z.string(), status: z.enum(TASK_STATUSES), attempt: count })),
})
export type RunHistoryEntry = z.infer<typeof schema>

/** The last runs with the state of their tasks, oldest first: one column each of the run grid. */
export async function runHistory(runs = 24): Promise<RunHistoryEntry[]> {
  return query(
    schema,
    `select * from (
       select r.id, r.status, r.requested_at as "requestedAt", r.finished_at as "finishedAt", r.version,
         extract(epoch from r.finished_at - r.started_at)::float8 as seconds,
         r.rows_read as "rowsRead", r.rows_quarantined as "rowsQuarantined",
         coalesce((select jsonb_agg(jsonb_build_object('task', t.task, 'status', t.status, 'attempt', t.attempt) order by t.id)
           from pipeline.task_runs t where t.run_id = r.id), '[]') as tasks
       from pipeline.runs r order by r.id desc limit $1
     ) as latest order by id`,
    [runs],
  )
}

/** Fewer rows than this measure how fast a run starts, not how fast it reads. */
const MEASURABLE_ROWS = 1000

/** Rows a second of a published run that read enough to tell, else null. */
export function rowsPerSecond(run: RunHistoryEntry): number | null {
  return run.status === 'published' && run.rowsRead >= MEASURABLE_ROWS && run.seconds
    ? run.rowsRead / run.seconds
    : null
}

/** The middle value; the mean of the middle two of an even number; null of none. */
export function median(values: number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) return null
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}
