import type { TaskStatus, TaskView } from './states'
import { isTaskName, TASK_GRAPH } from './task-graph'
import { TASK_NAMES } from './task-names'

/** What an event told about a task, and when by the server's clock (milliseconds). */
export interface TaskNews {
  at: number
  /** When it was first heard to run. */
  startedAt?: number
  status: TaskStatus
  rowsDone?: number | null
  rowsTotal?: number | null
  message?: string | null
}

/** A task of a run as it stands now: the stored row and what was heard since it was read. */
export interface LiveTask {
  key: string
  task: string
  scope: string
  status: TaskStatus
  attempt: number
  startedAt: number | null
  finishedAt: number | null
  rowsDone: number | null
  rowsTotal: number | null
  message: string | null
}

/** Under which a task's news are kept. */
export function taskKey(task: string, scope = ''): string {
  return `${task} ${scope}`
}

/** The news with one more event. A task heard to run keeps that moment until it starts anew. */
export function hear(
  news: ReadonlyMap<string, TaskNews>,
  key: string,
  event: Omit<TaskNews, 'startedAt'>,
): Map<string, TaskNews> {
  const before = news.get(key)
  const begins = event.status === 'running' && before?.status !== 'running'
  return new Map(news).set(key, { ...event, startedAt: begins ? event.at : before?.startedAt })
}

/**
 * The tasks of a run in order of execution, those not written down yet as pending, each followed by
 * its parts. `readAt` is when the rows were read: older news only count where they are further on,
 * because a page may be read while progress is under way.
 */
export function liveTasks(
  tasks: readonly TaskView[],
  readAt: number,
  news: ReadonlyMap<string, TaskNews> = new Map(),
): LiveTask[] {
  const written = inOrder([...tasks, ...unwritten(tasks, news)])
  return written.map((view) => withNews(stored(view), readAt, news.get(taskKey(view.task, view.scope))))
}

/** Parts that were heard of and not read yet. */
function unwritten(tasks: readonly TaskView[], news: ReadonlyMap<string, TaskNews>): TaskView[] {
  const known = new Set(tasks.map(({ task, scope }) => taskKey(task, scope)))
  return [...news.keys()].flatMap((key) => {
    const [task = '', scope = ''] = splitKey(key)
    // Without the task itself there is nothing it could be a part of.
    if (scope === '' || known.has(key) || !known.has(taskKey(task))) return []
    return { task, scope, status: 'pending', attempt: 0 } as const
  })
}

function splitKey(key: string): [string, string] {
  const blank = key.indexOf(' ')
  return [key.slice(0, blank), key.slice(blank + 1)]
}

function stored(view: TaskView): LiveTask {
  const time = (at: Date | string | null) => (at ? new Date(at).getTime() : null)
  return {
    key: taskKey(view.task, view.scope),
    task: view.task,
    scope: view.scope,
    status: view.status,
    attempt: view.attempt,
    startedAt: 'startedAt' in view ? time(view.startedAt) : null,
    finishedAt: 'finishedAt' in view ? time(view.finishedAt) : null,
    rowsDone: 'rowsDone' in view ? view.rowsDone : null,
    rowsTotal: 'rowsTotal' in view ? view.rowsTotal : null,
    message: 'message' in view ? view.message : null,
  }
}

function withNews(task: LiveTask, readAt: number, news: TaskNews | undefined): LiveTask {
  const open = task.status === 'running' || task.status === 'pending'
  if (!news || !open) return task
  const further =
    task.status === 'running' && news.status === 'running' && (news.rowsDone ?? 0) >= (task.rowsDone ?? 0)
  if (news.at < readAt && !further) return task
  return {
    ...task,
    status: news.status,
    attempt: Math.max(1, task.attempt),
    startedAt: task.startedAt ?? news.startedAt ?? news.at,
    finishedAt: news.status === 'running' || news.status === 'pending' ? null : news.at,
    rowsDone: news.rowsDone ?? task.rowsDone,
    rowsTotal: news.rowsTotal ?? task.rowsTotal,
    message: news.message ?? task.message,
  }
}

function inOrder(tasks: readonly TaskView[]): TaskView[] {
  const known: TaskView[] = TASK_NAMES.flatMap((name) => {
    const written = tasks.filter((task) => task.task === name)
    return written.length ? written : [{ task: name, scope: '', status: 'pending', attempt: 0 } as const]
  })
  return [...known, ...tasks.filter((task) => !isTaskName(task.task))]
}

/** Seconds a task took, or has taken until `now`; null before its start. */
export function secondsOf(task: LiveTask, now: number): number | null {
  if (task.startedAt === null) return null
  const end = task.status === 'running' ? now : task.finishedAt
  return end === null ? null : Math.max(0, end - task.startedAt) / 1000
}

/** Done of total, 0 to 1, while a task runs and knows its total; else null. */
export function shareDone({ status, rowsDone, rowsTotal }: LiveTask): number | null {
  if (status !== 'running' || !rowsTotal || rowsDone === null) return null
  return Math.min(1, rowsDone / rowsTotal)
}

/** A shorter time measures the clock, not the work. */
const MEASURABLE_SECONDS = 0.1

/** Rows a second of a task that counts rows; null where that says nothing. */
export function speedOf(task: LiveTask, now: number): number | null {
  const seconds = secondsOf(task, now)
  if (!task.rowsDone || seconds === null || seconds < MEASURABLE_SECONDS) return null
  if (isTaskName(task.task) && TASK_GRAPH[task.task].counts !== 'rows') return null
  return task.rowsDone / seconds
}
