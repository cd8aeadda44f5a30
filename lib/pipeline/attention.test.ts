import { describe, expect, it } from 'vitest'
import { type AttentionFacts, attention } from './attention'
import type { RunView } from './states'

const NOW = Date.UTC(2026, 10, 25, 12)
const base = {
  trigger: 'schedule',
  requestedBy: null,
  inboxDir: '/in',
  requestedAt: new Date(NOW - 60_000),
  files: 0,
  rows: { read: 0, loaded: 0, unchanged: 0, superseded: 0, quarantined: 0 },
  released: 0,
  reloadFileIds: null,
  repeats: null,
  notice: null,
  earlierErrors: [],
  health: null,
  checks: { passed: 0, warned: 0, failed: 0 },
  seconds: 1,
  startedAt: new Date(NOW - 60_000),
  finishedAt: new Date(NOW - 50_000),
}
const published = (id: number): RunView => ({ ...base, id, status: 'published', version: id })
const failed = (id: number): RunView => ({
  ...base,
  id,
  status: 'failed',
  error: { name: 'QualityError', message: 'two rows too many', task: 'check', whatToDo: 'Mend the source.' },
})
const queued = (id: number, ageMs: number): RunView => ({
  ...base,
  id,
  status: 'queued',
  startedAt: null,
  requestedAt: new Date(NOW - ageMs),
})
const plan = {
  cron: '0 3 * * *',
  timeZone: 'UTC',
  isDefault: true,
  catchUp: 'skip',
  pauseAfter: 3,
  failuresInRow: 0,
  lastTickAt: null,
} as const
const well: AttentionFacts = {
  runs: [published(3), published(2)],
  version: 3,
  alerts: { open: 0, newest: null },
  loadAgeSeconds: 60,
  unbalancedFiles: 0,
  heartbeatAgeSeconds: 1,
  redis: 'up',
  schedule: { ...plan, status: 'active', nextRunAt: new Date(NOW) },
  breakers: [],
  now: NOW,
}
const found = (facts: Partial<AttentionFacts>) => attention({ ...well, ...facts })

describe('what needs attention', () => {
  it('is nothing while all is well, on a new installation too', () => {
    expect(found({})).toEqual([])
    expect(
      found({ runs: [], version: 0, loadAgeSeconds: null, heartbeatAgeSeconds: null, redis: 'off' }),
    ).toEqual([])
  })

  it('is the last run when it failed, with how many in a row, what to do and what is shown', () => {
    const [item] = found({ runs: [queued(6, 0), failed(5), failed(4), published(3), failed(2)] })
    expect(item).toMatchObject({ id: 'run_failed', tone: 'bad', href: '/pipeline/runs/5' })
    expect(item?.text).toBe('The last 2 runs failed, run 5 at check: two rows too many')
    expect(item?.whatToDo).toBe('Mend the source. The dashboards still show load 3.')
    expect(found({ runs: [published(4), failed(3)] })).toEqual([])
  })

  it('is data older than a day, and rows that are not accounted for', () => {
    expect(found({ loadAgeSeconds: 86_400 })).toEqual([])
    expect(found({ loadAgeSeconds: 90_000, unbalancedFiles: 1 }).map(({ id }) => id)).toEqual([
      'unbalanced',
      'stale',
    ])
  })

  it('is a run nobody takes, but not one that was only just asked for', () => {
    expect(found({ runs: [queued(4, 60_000)], heartbeatAgeSeconds: 300 })[0]?.id).toBe('no_worker')
    expect(found({ runs: [queued(4, 60_000)], heartbeatAgeSeconds: null })[0]?.id).toBe('no_worker')
    expect(found({ runs: [queued(4, 5_000)], heartbeatAgeSeconds: 300 })).toEqual([])
    expect(found({ runs: [queued(4, 60_000)], heartbeatAgeSeconds: 2 })).toEqual([])
  })

  it('is a Redis that went, not one that never was', () => {
    expect(found({ redis: 'away' }).map(({ id, tone }) => [id, tone])).toEqual([['redis_away', 'warn']])
    expect(found({ redis: 'off' })).toEqual([])
  })

  it('is an open alert, by the name of the newest', () => {
    const [item] = found({ alerts: { open: 2, newest: 'Run 5 failed in check' } })
    expect(item).toMatchObject({ tone: 'warn', href: '/alerts' })
    expect(item?.text).toBe('2 alerts are open: Run 5 failed in check')
  })

  it('is a schedule that paused by itself, more than one that somebody paused', () => {
    const paused = { ...plan, status: 'paused', pausedAt: new Date(NOW) } as const
    const [byItself] = found({ schedule: { ...paused, pausedBy: null, reason: '3 runs failed in a row' } })
    expect([byItself?.tone, byItself?.text]).toEqual([
      'bad',
      'The schedule is paused: 3 runs failed in a row',
    ])
    const [bySomebody] = found({ schedule: { ...paused, pausedBy: 'ann@shop.example', reason: null } })
    expect([bySomebody?.tone, bySomebody?.text]).toEqual([
      'warn',
      'The schedule is paused by ann@shop.example.',
    ])
  })

  it('is a service outside that does not answer, Redis told only once', () => {
    const breaker = { failures: 3, openedAt: new Date(NOW), lastError: 'refused', updatedAt: new Date(NOW) }
    const breakers = [
      { ...breaker, name: 'redis', state: 'open' },
      { ...breaker, name: 'smtp', state: 'open' },
      { ...breaker, name: 'webhook:1', state: 'closed' },
    ] as const
    expect(found({ redis: 'away', breakers }).map(({ text }) => text)).toEqual([
      'Redis is away: pages are slower, not wrong.',
      'smtp does not answer: refused',
    ])
  })
})
