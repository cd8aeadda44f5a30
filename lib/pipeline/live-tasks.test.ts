import { describe, expect, it } from 'vitest'
import { hear, liveTasks, secondsOf, shareDone, speedOf, type TaskNews, taskKey } from './live-tasks'
import type { TaskView } from './states'
import { TASK_NAMES } from './task-names'

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 3, 0, second))
const ms = (second: number) => at(second).getTime()
const base = { scope: '', attempt: 1, rowsDone: null, rowsTotal: null, message: null }
const discover: TaskView = {
  ...base,
  task: 'discover',
  status: 'succeeded',
  startedAt: at(0),
  finishedAt: at(2),
  seconds: 2,
  rowsDone: 9,
}
const extract: TaskView = {
  ...base,
  task: 'extract',
  status: 'running',
  startedAt: at(2),
  seconds: 3,
  rowsDone: 100,
  rowsTotal: 1000,
}
const READ = ms(5)
const news = (entries: Record<string, TaskNews>) =>
  new Map(Object.entries(entries).map(([task, one]) => [taskKey(task), one]))
const one = (name: string, heard = new Map<string, TaskNews>(), tasks = [discover, extract]) =>
  liveTasks(tasks, READ, heard).find(({ task }) => task === name)

describe('the tasks of a run as they stand', () => {
  it('are all there, also those not written down yet, in order of execution', () => {
    const tasks = liveTasks([], READ)
    expect(tasks.map(({ task }) => task)).toEqual([...TASK_NAMES])
    expect(tasks.every(({ status, startedAt }) => status === 'pending' && startedAt === null)).toBe(true)
  })

  it('have the parts of a task behind it, and tasks this version does not know at the end', () => {
    const parts: TaskView[] = [
      { ...extract },
      { ...extract, scope: 'orders.csv' },
      { ...extract, scope: 'refunds.csv' },
      { ...discover, task: 'bygone' },
    ]
    const keys = liveTasks(parts, READ).map(({ key }) => key.trim())
    expect(keys.slice(1, 5)).toEqual(['extract', 'extract orders.csv', 'extract refunds.csv', 'validate'])
    expect(keys.at(-1)).toBe('bygone')
  })

  it('move on by what was heard since they were read', () => {
    const heard = news({ extract: { at: ms(6), status: 'running', rowsDone: 700, rowsTotal: 1000 } })
    expect(one('extract', heard)).toMatchObject({ rowsDone: 700, startedAt: ms(2) })
    expect(shareDone(one('extract', heard) as never)).toBe(0.7)
  })

  it('never go back: progress heard before a slower page arrives is kept, a task that ended stays ended', () => {
    const early = news({
      extract: { at: ms(4), status: 'running', rowsDone: 700 },
      discover: { at: ms(9), status: 'running', rowsDone: 1 },
    })
    expect(one('extract', early)).toMatchObject({ rowsDone: 700 })
    expect(one('discover', early)).toMatchObject({ status: 'succeeded', rowsDone: 9 })
  })

  it('do not take the end of an attempt for that of the next one', () => {
    const heard = news({ extract: { at: ms(4), status: 'failed', message: 'gone' } })
    expect(one('extract', heard)).toMatchObject({ status: 'running', message: null })
  })

  it('show a part as soon as it is heard of', () => {
    const heard = hear(new Map(), taskKey('extract', 'orders 2.csv'), {
      at: ms(6),
      status: 'running',
      rowsDone: 7,
    })
    const tasks = liveTasks([discover, extract], READ, heard)
    expect(tasks[2]).toMatchObject({ task: 'extract', scope: 'orders 2.csv', rowsDone: 7, startedAt: ms(6) })
    expect(tasks[3]?.task).toBe('validate')
  })

  it('start and end by the events until the page is read again', () => {
    let heard = hear(new Map(), taskKey('validate'), { at: ms(6), status: 'running' })
    heard = hear(heard, taskKey('validate'), { at: ms(7), status: 'running', rowsDone: 5 })
    expect(one('validate', heard)).toMatchObject({
      startedAt: ms(6),
      finishedAt: null,
      attempt: 1,
      rowsDone: 5,
    })
    heard = hear(heard, taskKey('validate'), { at: ms(9), status: 'succeeded', rowsDone: 8 })
    expect(one('validate', heard)).toMatchObject({ startedAt: ms(6), finishedAt: ms(9), status: 'succeeded' })
    heard = hear(heard, taskKey('validate'), { at: ms(11), status: 'running' })
    expect(one('validate', heard)).toMatchObject({ startedAt: ms(11), finishedAt: null })
  })
})

describe('the speed of a task', () => {
  it('is rows by the time it took, or has taken so far', () => {
    const task = liveTasks([extract], READ)[1]
    expect(task && secondsOf(task, ms(12))).toBe(10)
    expect(task && speedOf(task, ms(12))).toBe(10)
  })

  it('is not told for files, for checks, and for what was too short to measure', () => {
    const instant: TaskView = {
      ...discover,
      task: 'publish',
      startedAt: at(2),
      finishedAt: at(2),
      rowsDone: 50,
    }
    for (const task of liveTasks([discover, instant], READ)) expect(speedOf(task, READ)).toBeNull()
  })
})
