import { describe, expect, it } from 'vitest'
import type { TaskView } from '@/lib/pipeline/states'
import { TASK_NAMES } from '@/lib/pipeline/task-names'
import { ganttRows } from './gantt'

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 3, 0, second))
const now = at(10).getTime()
const progress = { scope: '', attempt: 1, rowsDone: null, rowsTotal: null, message: null }
const tasks: TaskView[] = [
  {
    ...progress,
    task: 'discover',
    status: 'succeeded',
    startedAt: at(0),
    finishedAt: at(2),
    seconds: 2,
    rowsDone: 9,
  },
  {
    ...progress,
    task: 'extract',
    status: 'running',
    startedAt: at(2),
    seconds: 3,
    rowsDone: 100,
    rowsTotal: 1000,
  },
]

describe('ganttRows', () => {
  it('places bars on the time from the first start to now', () => {
    const [discover, extract] = ganttRows(tasks, now)
    expect(discover).toMatchObject({ bar: { left: 0, width: 20 }, seconds: 2 })
    expect(extract).toMatchObject({ bar: { left: 20, width: 80 }, seconds: 8 })
  })

  it('shows every task of a run, also those not written down yet', () => {
    const rows = ganttRows([], now)
    expect(rows.map((row) => row.name)).toEqual([...TASK_NAMES])
    expect(rows.every((row) => row.status === 'pending' && row.bar === undefined)).toBe(true)
  })

  it('takes the rows of a running task from what was heard since', () => {
    const [, extract] = ganttRows(
      tasks,
      now,
      new Map([['extract', { status: 'running', rowsDone: 700, rowsTotal: 1000 }]]),
    )
    expect(extract).toMatchObject({ rowsDone: 700, rowsTotal: 1000 })
  })

  it('does not let late news undo a task that has ended', () => {
    const [discover] = ganttRows(tasks, now, new Map([['discover', { status: 'running', rowsDone: 1 }]]))
    expect(discover).toMatchObject({ status: 'succeeded', rowsDone: 9 })
  })

  it('keeps a bar of no length visible and inside the lane', () => {
    const instant: TaskView[] = [
      {
        ...progress,
        task: 'discover',
        status: 'succeeded',
        startedAt: at(0),
        finishedAt: at(10),
        seconds: 10,
      },
      {
        ...progress,
        task: 'publish',
        status: 'succeeded',
        startedAt: at(10),
        finishedAt: at(10),
        seconds: 0,
      },
    ]
    const bar = ganttRows(instant, now).at(-1)?.bar
    expect(bar?.width).toBeGreaterThan(0)
    expect((bar?.left ?? 0) + (bar?.width ?? 0)).toBeLessThanOrEqual(100)
  })
})
