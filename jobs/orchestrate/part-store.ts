import type { TaskName } from '@/jobs/context'
import { toJson } from '@/lib/core/errors'
import type { Queryable } from '@/lib/db/pool'
import { notify } from '@/lib/pipeline/events'

export interface PartResult {
  rows?: number
  message?: string
}

interface PartRow {
  scope: string
  status: 'running' | 'succeeded' | 'failed'
  started: number
  finished: number | null
  rows: number | null
  message: string | null
  error: unknown
}

export interface Parts {
  run<T extends PartResult | undefined>(scope: string, work: () => Promise<T>): Promise<T>
  /** The part at work, or the one that failed. */
  current(): string | undefined
  /** Writes what is left. */
  stop(): Promise<void>
}

/**
 * Keeps book of the parts of a task (`task_runs` rows with a scope) beside the work: every 250 ms one
 * statement writes all that changed, and no part waits for it.
 */
export function partWriter(runId: number, task: TaskName, db: Queryable, everyMs = 250): Parts {
  const changed = new Map<string, PartRow>()
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  let current: string | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const rows = [...changed.values()]
    changed.clear()
    if (rows.length === 0) return
    writing = writing.then(() => write(runId, task, rows, db)).catch(() => {}) // a courtesy, like progress
  }
  const note = (row: PartRow) => {
    changed.set(row.scope, { ...row })
    timer ??= setTimeout(flush, everyMs)
  }
  return {
    run: async (scope, work) => {
      current = scope
      const row: PartRow = {
        scope,
        status: 'running',
        started: Date.now(),
        finished: null,
        rows: null,
        message: null,
        error: null,
      }
      note(row)
      try {
        const result = await work()
        note({
          ...row,
          status: 'succeeded',
          finished: Date.now(),
          rows: result?.rows ?? null,
          message: result?.message ?? null,
        })
        current = undefined
        return result
      } catch (error) {
        note({ ...row, status: 'failed', finished: Date.now(), error: toJson(error) })
        throw error
      }
    },
    current: () => current,
    stop: async () => {
      flush()
      await writing
    },
  }
}

async function write(runId: number, task: TaskName, rows: PartRow[], db: Queryable): Promise<void> {
  await db.query(
    `insert into pipeline.task_runs
       (run_id, task, scope, status, attempt, started_at, finished_at, rows_done, rows_total, message, error)
     select $1, $2, p.scope, p.status, 1, to_timestamp(p.started / 1000.0), to_timestamp(p.finished / 1000.0),
       p.rows, p.rows, p.message, p.error
     from jsonb_to_recordset($3::jsonb) as p (scope text, status text, started float8, finished float8, rows bigint,
       message text, error jsonb)
     on conflict (run_id, task, scope) do update set status = excluded.status, finished_at = excluded.finished_at,
       rows_done = excluded.rows_done, rows_total = excluded.rows_total, message = excluded.message,
       error = nullif(excluded.error, 'null')`,
    [runId, task, JSON.stringify(rows)],
  )
  for (const { scope, status, rows: rowsDone, message } of rows)
    await notify({ type: 'task', runId, task, scope, status, rowsDone, message }, db)
}
