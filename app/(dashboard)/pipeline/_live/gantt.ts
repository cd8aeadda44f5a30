import { type LiveTask, secondsOf, shareDone, speedOf } from '@/lib/pipeline/live-tasks'

/** One line of the Gantt: where its bar stands within the axis, in percent. */
export interface GanttRow extends LiveTask {
  /** Absent while the task has not begun. */
  bar?: { left: number; width: number }
  seconds: number | null
  /** 0 to 1 while it runs and knows its total. */
  share: number | null
  rowsPerSecond: number | null
}

export interface Gantt {
  rows: GanttRow[]
  /** Seconds since the start of the run, and where on the axis. */
  ticks: { seconds: number; left: number }[]
}

/** A bar thinner than this cannot be seen. */
const MIN_WIDTH = 0.6
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400]

/**
 * The tasks of a run on one time axis. It ends with the last task; while the run is under way it
 * ends at the next round time instead, so that bars grow into it and those drawn already stand still.
 */
export function gantt(tasks: readonly LiveTask[], now: number, running: boolean): Gantt {
  const starts = tasks.flatMap(({ startedAt }) => startedAt ?? [])
  const from = starts.length ? Math.min(...starts) : now
  const ends = tasks.map((task) => endOf(task, now) ?? from)
  const elapsed = Math.max(0.001, (Math.max(from, ...ends) - from) / 1000)
  const step = STEPS.find((size) => elapsed / size <= 5) ?? elapsed / 4
  const span = running ? Math.ceil(elapsed / step) * step : elapsed
  const place = (seconds: number) => (seconds / span) * 100
  return {
    rows: tasks.map((task) => ({
      ...task,
      ...barOf(task, now, from, place),
      seconds: secondsOf(task, now),
      share: shareDone(task),
      rowsPerSecond: speedOf(task, now),
    })),
    ticks: Array.from({ length: Math.floor(span / step + 1e-9) + 1 }, (_, i) => ({
      seconds: i * step,
      left: place(i * step),
    })),
  }
}

function barOf(task: LiveTask, now: number, from: number, place: (seconds: number) => number) {
  const end = endOf(task, now)
  if (task.startedAt === null || end === null) return {}
  const width = Math.max(MIN_WIDTH, place((end - task.startedAt) / 1000))
  return { bar: { left: Math.max(0, Math.min(place((task.startedAt - from) / 1000), 100 - width)), width } }
}

function endOf(task: LiveTask, now: number): number | null {
  if (task.startedAt === null) return null
  return task.status === 'running' ? Math.max(now, task.startedAt) : task.finishedAt
}
