import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { count, RUN_COLUMNS, type RunView, runSchema, type TaskView, taskSchema } from './states'

const checkSchema = z.object({
  name: z.string(),
  level: z.string(),
  severity: z.enum(['blocking', 'warning']),
  status: z.enum(['passed', 'warned', 'failed']),
  failingRows: count,
  /** Some of the offending rows, as JSON. */
  sample: z.unknown(),
  /** Why it passed without a verdict. */
  note: z.string().nullable(),
  seconds: z.number(),
})
export type CheckView = z.infer<typeof checkSchema>

/** A run with its tasks in order of execution, each followed by its parts (`scope`), and its check results. */
export type RunDetail = RunView & { tasks: TaskView[]; checkResults: CheckView[] }

/** One run, or undefined when there is none with this id. */
export async function readRun(runId: number): Promise<RunDetail | undefined> {
  const [run] = await query(runSchema, `select ${RUN_COLUMNS} from pipeline.runs r where r.id = $1`, [runId])
  if (!run) return undefined
  const [tasks, checkResults] = await Promise.all([
    query(
      taskSchema,
      `select task, scope, status, attempt, started_at as "startedAt", finished_at as "finishedAt",
         rows_done as "rowsDone", rows_total as "rowsTotal", message, error,
         extract(epoch from coalesce(finished_at, now()) - started_at)::float8 as seconds
       from pipeline.task_runs where run_id = $1 order by min(id) over (partition by task), id`,
      [runId],
    ),
    query(
      checkSchema,
      `select name, level, severity, status, failing_rows as "failingRows", sample, note, seconds
       from pipeline.check_results where run_id = $1
       order by array_position(array['failed', 'warned', 'passed'], status), name`,
      [runId],
    ),
  ])
  return { ...run, tasks, checkResults }
}
