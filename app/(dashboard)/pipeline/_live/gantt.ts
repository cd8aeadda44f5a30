import type { TaskStatus, TaskView } from '@/lib/pipeline/states'
import { TASK_NAMES } from '@/lib/pipeline/task-names'

/** What an event told about a task since the page was read. */
export interface TaskNews {
  status: TaskStatus
  rowsDone?: number | null
  rowsTotal?: number | null
  message?: string | null
}

/** One line of the Gantt: where its bar stands within the run, in percent. */
export interface GanttRow {
  key: string
  name: string
  status: TaskStatus
  attempt: number
  /** Absent while the task has not begun. */
  bar?: { left: number; width: number }
  seconds: number | null
  rowsDone: number | null
  rowsTotal: number | null
  message: string | null
}

/** A bar thinner than this cannot be seen. */
const MIN_WIDTH = 0.6

/**
 * The tasks of a run on one time axis, from the start of the first to the end of the last or `now`.
 * Tasks the run has not written down yet are there as pending.
 */
export function ganttRows(
  tasks: TaskView[],
  now: number,
  news: ReadonlyMap<string, TaskNews> = new Map(),
): GanttRow[] {
  const starts = tasks.flatMap((task) => startOf(task) ?? [])
  const ends = tasks.map((task) => endOf(task, now))
  const from = starts.length ? Math.min(...starts) : now
  const span = Math.max(1, Math.max(from, ...ends) - from)
  return inOrder(tasks).map((task) => {
    const start = startOf(task)
    const heard = news.get(task.task)
    const live = task.status === 'running' || task.status === 'pending' ? heard : undefined
    const end = endOf(task, now)
    return {
      key: `${task.task} ${task.scope}`,
      name: task.scope ? `${task.task} ${task.scope}` : task.task,
      status: live?.status ?? task.status,
      attempt: task.attempt,
      bar:
        start === undefined
          ? undefined
          : place(((start - from) / span) * 100, Math.max(MIN_WIDTH, ((end - start) / span) * 100)),
      seconds: start === undefined ? null : (end - start) / 1000,
      rowsDone: live?.rowsDone ?? ('rowsDone' in task ? task.rowsDone : null),
      rowsTotal: live?.rowsTotal ?? ('rowsTotal' in task ? task.rowsTotal : null),
      message: live?.message ?? ('message' in task ? task.message : null),
    }
  })
}

function place(left: number, width: number) {
  return { left: Math.min(left, 100 - width), width }
}

function startOf(task: TaskView): number | undefined {
  return 'startedAt' in task && task.startedAt ? new Date(task.startedAt).getTime() : undefined
}

function endOf(task: TaskView, now: number): number {
  if (task.status === 'running') return now
  return 'finishedAt' in task && task.finishedAt ? new Date(task.finishedAt).getTime() : 0
}

function inOrder(tasks: TaskView[]): TaskView[] {
  const known: TaskView[] = TASK_NAMES.flatMap((name) => {
    const written = tasks.filter((task) => task.task === name)
    return written.length ? written : [{ task: name, scope: '', status: 'pending', attempt: 0 } as const]
  })
  return [...known, ...tasks.filter((task) => !TASK_NAMES.some((name) => name === task.task))]
}
