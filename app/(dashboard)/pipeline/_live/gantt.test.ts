import { describe, expect, it } from 'vitest'
import { liveTasks } from '@/lib/pipeline/live-tasks'
import type { TaskView } from '@/lib/pipeline/states'
import { gantt } from './gantt'

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 3, 0, second))
const now = at(9).getTime()
const base = { scope: '', attempt: 1, rowsDone: null, rowsTotal: null, message: null }
const ended = (task: string, from: number, to: number): TaskView => ({
  ...base,
  task,
  status: 'succeeded',
  startedAt: at(from),
  finishedAt: at(to),
  seconds: to - from,
})
const running: TaskView = { ...base, task: 'extract', status: 'running', startedAt: at(2), seconds: 7 }
const draw = (tasks: TaskView[], live: boolean, clock = now) => gantt(liveTasks(tasks, now), clock, live)

describe('the Gantt of a run', () => {
  it('of a run that ended fills the axis exactly', () => {
    const { rows } = draw([ended('discover', 0, 2), ended('extract', 2, 8)], false)
    expect(rows[0]?.bar).toEqual({ left: 0, width: 25 })
    expect(rows[1]?.bar).toEqual({ left: 25, width: 75 })
  })

  it('under way ends at the next round time, so that bars drawn already stand still while others grow', () => {
    const early = draw([ended('discover', 0, 2), running], true, now)
    const later = draw([ended('discover', 0, 2), running], true, now + 900)
    expect(early.rows[0]?.bar).toEqual({ left: 0, width: 20 })
    expect(later.rows[0]?.bar).toEqual(early.rows[0]?.bar)
    expect(later.rows[1]?.bar?.width).toBeGreaterThan(early.rows[1]?.bar?.width ?? 0)
    expect(early.ticks.map(({ seconds }) => seconds)).toEqual([0, 2, 4, 6, 8, 10])
  })

  it('has no bar for a task that did not begin', () => {
    const { rows } = draw([], true)
    expect(rows.every(({ bar, status }) => bar === undefined && status === 'pending')).toBe(true)
  })

  it('keeps a bar of no length visible and inside the lane', () => {
    const bar = draw([ended('discover', 0, 8), ended('publish', 8, 8)], false).rows.at(-1)?.bar
    expect(bar?.width).toBeGreaterThan(0)
    expect((bar?.left ?? 0) + (bar?.width ?? 0)).toBeLessThanOrEqual(100)
  })

  it('has at most six ticks however long the run', () => {
    for (const seconds of [1, 7, 59, 61, 3000, 90_000]) {
      expect(draw([ended('discover', 0, seconds)], false).ticks.length).toBeLessThanOrEqual(6)
    }
  })
})
