import type { TaskStatus } from './states'

/** What is stored of a task or of one part of it. Times may come from the database or from JSON. */
export interface TaskPart {
  task: string
  /** Entity or file where the task fans out, else ''. */
  scope: string
  status: TaskStatus
  attempt: number
  startedAt?: Date | string | null
  finishedAt?: Date | string | null
  rowsDone?: number | null
}

/** How a task stands, as the run grid and the graph show it. */
export type TaskState = TaskStatus | 'retried'

export interface TaskSummary {
  state: TaskState
  /** From the first start to the last end, or to `now` while it runs. */
  seconds: number | null
  rows: number | null
  attempt: number
  /** How many of its parts are done; undefined where it does not fan out. */
  parts?: { done: number; of: number }
}

/** One task of a run from its row and the rows of its parts. */
export function summariseTask(rows: readonly TaskPart[], now: number): TaskSummary {
  const whole = rows.find((row) => row.scope === '')
  const parts = rows.filter((row) => row.scope !== '')
  const attempt = Math.max(0, ...rows.map((row) => row.attempt))
  return {
    state: stateOf(whole ? [whole] : parts, attempt),
    seconds: secondsOf(rows, now),
    rows: whole?.rowsDone ?? sumOf(parts),
    attempt,
    ...(parts.length > 0
      ? { parts: { done: parts.filter((part) => part.status === 'succeeded').length, of: parts.length } }
      : {}),
  }
}

function stateOf(rows: readonly TaskPart[], attempt: number): TaskState {
  const has = (status: TaskStatus) => rows.some((row) => row.status === status)
  if (has('failed')) return 'failed'
  if (has('running') || (has('pending') && has('succeeded'))) return 'running'
  if (has('cancelled')) return 'cancelled'
  if (has('pending') || rows.length === 0) return 'pending'
  if (has('succeeded')) return attempt > 1 ? 'retried' : 'succeeded'
  return 'skipped'
}

function secondsOf(rows: readonly TaskPart[], now: number): number | null {
  const starts = rows.flatMap((row) => instant(row.startedAt) ?? [])
  if (starts.length === 0) return null
  const ends = rows.map((row) =>
    row.status === 'running' ? now : (instant(row.finishedAt) ?? instant(row.startedAt) ?? 0),
  )
  return Math.max(0, Math.max(...ends) - Math.min(...starts)) / 1000
}

function sumOf(parts: readonly TaskPart[]): number | null {
  const known = parts.flatMap((part) => part.rowsDone ?? [])
  return known.length ? known.reduce((sum, rows) => sum + rows, 0) : null
}

function instant(at: Date | string | null | undefined): number | undefined {
  return at ? new Date(at).getTime() : undefined
}
