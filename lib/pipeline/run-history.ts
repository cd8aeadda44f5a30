import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { count, RUN_STATUSES, TASK_STATUSES } from './states'
import { isTaskName } from './task-graph'
import { TASK_NAMES } from './task-names'

const taskSchema = z.object({
  task: z.string(),
  scope: z.string(),
  status: z.enum(TASK_STATUSES),
  attempt: count,
  /** ISO 8601: jsonb has no dates. */
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  rowsDone: count.nullable(),
})

const schema = z.object({
  id: count,
  status: z.enum(RUN_STATUSES),
  requestedAt: z.date(),
  finishedAt: z.date().nullable(),
  version: count.nullable(),
  /** From start to end, or to now while it runs; null before the start. */
  seconds: z.number().nullable(),
  rowsRead: count,
  rowsQuarantined: count,
  tasks: z.array(taskSchema),
})
export type RunHistoryEntry = z.infer<typeof schema>

/** The last runs with the state of their tasks, oldest first: one column each of the run grid. */
export async function runHistory(runs = 24): Promise<RunHistoryEntry[]> {
  return query(
    schema,
    `select * from (
       select r.id, r.status, r.requested_at as "requestedAt", r.finished_at as "finishedAt", r.version,
         extract(epoch from coalesce(r.finished_at, case when r.status = 'running' then now() end)
           - r.started_at)::float8 as seconds,
         r.rows_read as "rowsRead", r.rows_quarantined as "rowsQuarantined",
         coalesce((select jsonb_agg(jsonb_build_object('task', t.task, 'scope', t.scope, 'status', t.status,
             'attempt', t.attempt, 'startedAt', t.started_at, 'finishedAt', t.finished_at,
             'rowsDone', t.rows_done) order by t.id)
           from pipeline.task_runs t where t.run_id = r.id), '[]') as tasks
       from pipeline.runs r order by r.id desc limit $1
     ) as latest order by id`,
    [runs],
  )
}

/** The rows of the grid: the tasks of this version, then those only older runs had. */
export function gridTasks(runs: readonly RunHistoryEntry[]): string[] {
  const bygone = runs.flatMap((run) => run.tasks.map(({ task }) => task)).filter((task) => !isTaskName(task))
  return [...TASK_NAMES, ...new Set(bygone)]
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
