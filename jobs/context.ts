import type pg from 'pg'
import type { DuckSession } from '@/jobs/duckdb/session'
import type { Env } from '@/lib/core/env'
import type { Json } from '@/lib/core/errors'
import type { Logger } from '@/lib/core/log'
import type { TaskName } from '@/lib/pipeline/task-names'
import type { PartResult } from './orchestrate/part-store'

export { TASK_NAMES, type TaskName } from '@/lib/pipeline/task-names'
export type { PartResult }

/** What every task of a run gets. Tasks open nothing of their own: what they need is here. */
export interface TaskContext {
  run: {
    id: bigint
    inboxDir: string
    epoch: bigint
    trigger: string
    /** Archived files to load again; absent: what is new in the inbox. */
    reloadFileIds?: readonly number[]
  }
  /** The run's own folder; it exists, survives a crash and is removed after success. */
  folder: string
  /** The run's DuckDB file. */
  duck: DuckSession
  /** Autocommit connection for staging tables and the pipeline's books. */
  pg: pg.Client
  /** The publishing transaction. Only tasks of the publish group may use it; others get an error. */
  tx: pg.Client
  /** A further connection (parallel COPY). The orchestrator closes it when the task ends. */
  connect(): Promise<pg.Client>
  env: Env
  clock: () => Date
  log: Logger
  /** Aborts on a cancel request, on the task's timeout and when the worker stops. */
  signal: AbortSignal
  /** Rows done so far; written to task_runs and announced at most four times a second. */
  progress(rowsDone: number, rowsTotal?: number, message?: string): void
  /**
   * Does a part of the task, such as one entity or file, and shows it on its own with its rows and time.
   * Parts follow each other; one that fails is named in the task's error.
   */
  part<T extends PartResult | undefined>(scope: string, work: () => Promise<T>): Promise<T>
  /** JSON outputs of the finished tasks, also of those finished before the run was resumed. */
  outputs: Record<TaskName, unknown>
}

export interface TaskResult {
  /** Rows the task handled, as the pipeline page shows them. */
  rows?: number
  /** One line for people, e.g. `3 files, 1 rejected`. */
  message?: string
  /** For later tasks; kept in task_runs, so a resumed run has it too. */
  output?: Json
  /** True ends the run here as `nothing_new`; the remaining tasks are skipped. */
  nothingNew?: boolean
}

export type Task = (ctx: TaskContext) => Promise<TaskResult>
