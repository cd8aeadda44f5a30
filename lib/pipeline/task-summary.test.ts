import { describe, expect, it } from 'vitest'
import { summariseTask, type TaskPart } from './task-summary'

const at = (second: number) => new Date(Date.UTC(2026, 10, 24, 3, 0, second)).toISOString()
const part = (scope: string, more: Partial<TaskPart>): TaskPart => ({
  task: 'extract',
  scope,
  status: 'succeeded',
  attempt: 1,
  startedAt: at(0),
  finishedAt: at(2),
  rowsDone: 10,
  ...more,
})
const NOW = new Date(at(30)).getTime()

describe('a task in one cell', () => {
  it('without rows has not been reached', () => {
    expect(summariseTask([], NOW)).toEqual({ state: 'pending', seconds: null, rows: null, attempt: 0 })
  })

  it('says that it needed another attempt', () => {
    expect(summariseTask([part('', { attempt: 3 })], NOW)).toMatchObject({ state: 'retried', attempt: 3 })
  })

  it('counts its parts; the worst of them is its state, the first start and last end its time', () => {
    const parts = [
      part('orders', { finishedAt: at(5) }),
      part('refunds', { startedAt: at(1), status: 'failed', finishedAt: at(3), rowsDone: 4 }),
      part('products', { status: 'pending', startedAt: null, finishedAt: null, rowsDone: null }),
    ]
    expect(summariseTask(parts, NOW)).toEqual({
      state: 'failed',
      seconds: 5,
      rows: 14,
      attempt: 1,
      parts: { done: 1, of: 3 },
    })
  })

  it('runs until all parts are done', () => {
    const parts = [
      part('orders', {}),
      part('refunds', { status: 'pending', startedAt: null, finishedAt: null }),
    ]
    expect(summariseTask(parts, NOW).state).toBe('running')
    const running = [part('orders', { status: 'running', finishedAt: null })]
    expect(summariseTask(running, NOW)).toMatchObject({ state: 'running', seconds: 30 })
  })

  it('takes the whole row for its state and rows where there is one beside the parts', () => {
    const rows = [part('', { rowsDone: 100 }), part('orders', { status: 'failed' })]
    expect(summariseTask(rows, NOW)).toMatchObject({ state: 'succeeded', rows: 100 })
  })
})
