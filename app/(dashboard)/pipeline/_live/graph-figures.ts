import { secondsOf, shareDone, speedOf } from '@/lib/pipeline/live-tasks'
import { summariseTask, type TaskState } from '@/lib/pipeline/task-summary'
import type { LiveRun } from './use-live-run'

/** What a node of the graph says. */
export interface TaskFigures {
  state: TaskState
  seconds: number | null
  rows: number | null
  attempt: number
  /** 0 to 1 while it runs and knows its total. */
  share: number | null
  rowsPerSecond: number | null
  parts?: { done: number; of: number }
}

/** One entry a task, its parts taken together. */
export function taskFigures({ tasks, clock }: LiveRun): Map<string, TaskFigures> {
  const figures = new Map<string, TaskFigures>()
  for (const name of new Set(tasks.map(({ task }) => task))) {
    const rows = tasks.filter(({ task }) => task === name)
    const whole = rows.find(({ scope }) => scope === '')
    const summary = summariseTask(
      rows.map((row) => ({ ...row, startedAt: iso(row.startedAt), finishedAt: iso(row.finishedAt) })),
      clock,
    )
    figures.set(name, {
      ...summary,
      seconds: (whole && secondsOf(whole, clock)) ?? summary.seconds,
      share: whole ? shareDone(whole) : null,
      rowsPerSecond: whole ? speedOf(whole, clock) : null,
    })
  }
  return figures
}

function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
