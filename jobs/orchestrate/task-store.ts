import { z } from 'zod'
import type { TaskName, TaskResult } from '@/jobs/context'
import type { Dag } from '@/jobs/dag'
import { CancelledError } from '@/lib/core/errors'
import type { Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { notify } from '@/lib/pipeline/events'
import { count, type StoredError, TASK_STATUSES } from '@/lib/pipeline/states'

const taskRow = z.object({
  task: z.string(),
  status: z.enum(TASK_STATUSES),
  attempt: count,
  output: z.unknown(),
})
export type TaskRow = z.infer<typeof taskRow>

/**
 * The run's tasks as a process that (re)starts it has to see them: what was running when its
 * predecessor died is pending again, and so is the publish group, whose transaction died with it.
 * With `fromScratch` nothing counts as done.
 */
export async function prepareTasks(
  runId: number,
  dag: Dag,
  fromScratch: boolean,
  db: Queryable,
): Promise<TaskRow[]> {
  await db.query(
    `insert into pipeline.task_runs (run_id, task, status)
     select $1, task, 'pending' from unnest($2::text[]) with ordinality as t (task, place) order by place
     on conflict (run_id, task, scope) do nothing`,
    [runId, dag.map((d) => d.task)],
  )
  const grouped = dag.filter((d) => d.group).map((d) => d.task)
  await db.query(
    `delete from pipeline.task_runs part using pipeline.task_runs whole
     where part.run_id = $1 and part.scope <> '' and whole.run_id = $1 and whole.task = part.task and whole.scope = ''
       and ($2 or whole.status <> 'succeeded' or whole.task = any($3))`,
    [runId, fromScratch, grouped],
  )
  await db.query(
    `update pipeline.task_runs set status = 'pending', finished_at = null, rows_done = null, rows_total = null,
       message = null, error = null, output = null
     where run_id = $1 and status <> 'pending' and ($2 or status <> 'succeeded' or task = any($3))`,
    [runId, fromScratch, grouped],
  )
  return query(
    taskRow,
    'select task, status, attempt, output from pipeline.task_runs where run_id = $1 and scope = $2 order by id',
    [runId, ''],
    db,
  )
}

/** The run as the process that executes it knows it: its epoch is its right to write. */
export interface RunKey {
  id: number
  epoch: bigint
}

/** @throws CancelledError (`epoch_passed`) when a newer process has taken the run over */
export async function assertCurrent(run: RunKey, db: Queryable): Promise<void> {
  const found = await db.query('select 1 from pipeline.runs where id = $1 and epoch = $2', [
    run.id,
    run.epoch.toString(),
  ])
  if (found.rowCount === 0) throw epochPassed(run)
}

export function epochPassed(run: RunKey): CancelledError {
  return new CancelledError(
    'epoch_passed',
    `This process (epoch ${run.epoch}) was replaced by a newer one.`,
    {
      context: { runId: run.id, epoch: run.epoch.toString() },
      whatToDo: 'Nothing: the newer process finishes the run.',
    },
  )
}

/** Notes the start of an attempt, counted over all processes that tried. @throws as assertCurrent */
export async function startTask(run: RunKey, task: TaskName, db: Queryable): Promise<void> {
  const runId = run.id
  await assertCurrent(run, db)
  await db.query(
    `update pipeline.task_runs set status = 'running', attempt = attempt + 1, started_at = clock_timestamp(),
       finished_at = null, rows_done = null, rows_total = null, message = null, error = null
     where run_id = $1 and task = $2 and scope = ''`,
    [runId, task],
  )
  await db.query(`delete from pipeline.task_runs where run_id = $1 and task = $2 and scope <> ''`, [
    runId,
    task,
  ])
  await notify({ type: 'task', runId, task, status: 'running' }, db)
}

/** Notes the end of a task; inside the publishing transaction for its last one. */
export async function succeedTask(
  run: RunKey,
  task: TaskName,
  result: TaskResult,
  db: Queryable,
): Promise<void> {
  const runId = run.id
  await assertCurrent(run, db)
  const rows = result.rows ?? null
  await db.query(
    `update pipeline.task_runs set status = 'succeeded', finished_at = clock_timestamp(),
       rows_done = coalesce($3, rows_done), rows_total = coalesce($3, rows_total), message = $4, output = $5::jsonb
     where run_id = $1 and task = $2 and scope = ''`,
    [runId, task, rows, result.message ?? null, JSON.stringify(result.output ?? null)],
  )
  await notify(
    { type: 'task', runId, task, status: 'succeeded', rowsDone: rows, message: result.message },
    db,
  )
}

export async function failTask(
  runId: number,
  task: TaskName,
  error: StoredError,
  db: Queryable,
): Promise<void> {
  await db.query(
    `update pipeline.task_runs set status = 'failed', finished_at = clock_timestamp(), error = $3::jsonb
     where run_id = $1 and task = $2 and scope = ''`,
    [runId, task, JSON.stringify(error)],
  )
  await notify({ type: 'task', runId, task, status: 'failed', message: error.message }, db)
}

/** After a rollback: what the publish group had done is not there any more, and its rows say so. */
export async function markRolledBack(runId: number, tasks: TaskName[], db: Queryable): Promise<void> {
  await db.query(
    `update pipeline.task_runs set message = concat_ws(' · ', message, 'rolled back')
     where run_id = $1 and task = any($2) and status = 'succeeded'`,
    [runId, tasks],
  )
}

/** The same before another attempt: they start over, with parts of their own. */
export async function resetTasks(runId: number, tasks: TaskName[], db: Queryable): Promise<void> {
  await db.query(`delete from pipeline.task_runs where run_id = $1 and task = any($2) and scope <> ''`, [
    runId,
    tasks,
  ])
  await db.query(
    `update pipeline.task_runs set status = 'pending', finished_at = null, error = null, output = null
     where run_id = $1 and task = any($2)`,
    [runId, tasks],
  )
}

export interface Progress {
  report(rowsDone: number, rowsTotal?: number, message?: string): void
  /** Writes what is left; nothing is written afterwards. */
  stop(): Promise<void>
}

/** Writes the latest progress at most every 250 ms, however often it is reported. */
export function progressWriter(runId: number, task: TaskName, db: Queryable, everyMs = 250): Progress {
  let latest: { rowsDone: number; rowsTotal?: number; message?: string } | undefined
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  let stopped = false
  const flush = () => {
    timer = undefined
    const now = latest
    latest = undefined
    if (!now) return
    writing = writing
      .then(async () => {
        await db.query(
          `update pipeline.task_runs set rows_done = $3, rows_total = coalesce($4, rows_total),
             message = coalesce($5, message)
           where run_id = $1 and task = $2 and scope = '' and status = 'running'`,
          [
            runId,
            task,
            Math.round(now.rowsDone),
            now.rowsTotal ? Math.round(now.rowsTotal) : null,
            now.message ?? null,
          ],
        )
        await notify({ type: 'task', runId, task, status: 'running', ...now }, db)
      })
      .catch(() => {}) // progress is a courtesy: a lost connection shows up where it matters
  }
  return {
    report: (rowsDone, rowsTotal, message) => {
      if (stopped) return
      latest = { rowsDone, rowsTotal, message }
      timer ??= setTimeout(flush, everyMs)
    },
    stop: async () => {
      stopped = true
      if (timer) clearTimeout(timer)
      flush()
      await writing
    },
  }
}

/** How many tasks of the run are done; grows as long as a run that is restarted gets anywhere. */
export async function succeededTasks(runId: number, db: Queryable): Promise<number> {
  const [row] = await query(
    z.object({ n: count }),
    `select count(*) as n from pipeline.task_runs where run_id = $1 and scope = '' and status = 'succeeded'`,
    [runId],
    db,
  )
  return row?.n ?? 0
}

/** The task that was running when the run's process died, if it had come to one, and the part of it. */
export async function runningTask(
  runId: number,
  db: Queryable,
): Promise<{ task: string; scope?: string } | undefined> {
  const [row] = await query(
    z.object({ task: z.string(), scope: z.string() }),
    `select task, scope from pipeline.task_runs where run_id = $1 and status = 'running'
     order by scope <> '' desc, id desc limit 1`,
    [runId],
    db,
  )
  return row && { task: row.task, ...(row.scope ? { scope: row.scope } : {}) }
}
