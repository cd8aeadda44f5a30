import { describe, expect, it } from 'vitest'
import { createFormatter } from '@/lib/core/format'
import { ruleConfig } from '../rules/config'
import { judgeCheckFailed } from './check-failed'
import { comparedRange, judgeMetric, metricRange } from './metric'
import { judgeNotFresh, lastDueDay } from './not-fresh'
import { judgeQuarantineRate } from './quarantine-rate'
import type { RunFacts } from './run-facts'
import { judgeRunFailed } from './run-failed'

const run = (facts: Partial<RunFacts> = {}): RunFacts => ({
  id: 7,
  endedAt: new Date('2026-11-25T03:00:00Z'),
  status: 'published',
  version: 3,
  error: null,
  rowsRead: 1000n,
  rowsQuarantined: 0n,
  failedInARow: 0,
  checks: [],
  ...facts,
})
const failed = (failedInARow = 1) =>
  run({
    status: 'failed',
    failedInARow,
    error: {
      name: 'SourceError',
      message: 'orders.csv is empty.',
      whatToDo: 'Export it again.',
      task: 'load',
    },
  })

describe('run failed', () => {
  const once = { kind: 'run_failed', inARow: 1 } as const
  const thrice = { kind: 'run_failed', inARow: 3 } as const

  it('raises with the task, the reason and what to do', () => {
    expect(judgeRunFailed(once, failed()).bad).toMatchObject([
      {
        title: 'Run 7 failed in load',
        message: 'orders.csv is empty.\nExport it again.',
        occurrence: 'run 7 2026-11-25T03:00:00.000Z',
      },
    ])
  })

  it('waits until as many failed in a row as it was told', () => {
    expect(judgeRunFailed(thrice, failed(2))).toEqual({ bad: [], clears: null })
    expect(judgeRunFailed(thrice, failed(3)).bad[0]?.title).toBe(
      '3 runs in a row failed, the last one (7) in load',
    )
  })

  it('is cleared by a run that ended well, not by a cancelled one', () => {
    expect(judgeRunFailed(once, run()).clears).toBe('Run 7 was published as load 3.')
    expect(judgeRunFailed(once, run({ status: 'nothing_new' })).clears).toMatch(/nothing new/)
    expect(judgeRunFailed(once, run({ status: 'cancelled' })).clears).toBeNull()
  })
})

describe('check failed', () => {
  const checks = [
    { name: 'a', severity: 'blocking', status: 'failed', failingRows: 1 },
    { name: 'b', severity: 'warning', status: 'warned', failingRows: 1200 },
    { name: 'c', severity: 'blocking', status: 'passed', failingRows: 0 },
  ]
  const judge = (config: object) =>
    judgeCheckFailed({ kind: 'check_failed', checks: [], severity: 'any', ...config }, run({ checks })).bad

  it('takes any check, those of a severity, or those named', () => {
    expect(judge({}).map(({ subject }) => subject)).toEqual(['a', 'b'])
    expect(judge({ severity: 'blocking' }).map(({ subject }) => subject)).toEqual(['a'])
    expect(judge({ checks: ['b', 'c'] })).toMatchObject([
      { subject: 'b', severity: 'warning', title: 'Check b found 1,200 offending rows' },
    ])
  })

  it('says nothing of a run that never came to its checks', () => {
    expect(
      judgeCheckFailed({ kind: 'check_failed', checks: [], severity: 'any' }, failed()).clears,
    ).toBeNull()
  })
})

describe('quarantine rate', () => {
  const judge = (rowsQuarantined: bigint, more = {}) =>
    judgeQuarantineRate({ kind: 'quarantine_rate', percent: 2.5 }, run({ rowsQuarantined, ...more }))

  it('raises above the share and not at it', () => {
    expect(judge(25n)).toEqual({ bad: [], clears: 'Run 7 kept aside 2.50%.' })
    expect(judge(26n).bad[0]).toMatchObject({
      title: 'Run 7 kept aside 2.60% of its rows',
      message: '26 of 1,000 rows are in quarantine; the rule allows 2.5%.',
    })
  })

  it('says nothing of a run without rows, nor clears by one that failed', () => {
    expect(judge(0n, { rowsRead: 0n }).clears).toBeNull()
    expect(judge(0n, { status: 'failed' }).clears).toBeNull()
  })
})

describe('not fresh', () => {
  const config = { kind: 'not_fresh', by: '07:00', weekdays: [1, 2, 3, 4, 5, 6, 7] } as {
    kind: 'not_fresh'
    by: string
    weekdays: number[]
  }
  const judge = (now: string, publishedAt: string, timeZone = 'Europe/Berlin') =>
    judgeNotFresh(config, {
      now: new Date(now),
      timeZone,
      load: { version: 4, publishedAt: new Date(publishedAt) },
    })

  it('is quiet before the time and raises after it, by the clock of the store', () => {
    // 05:59 UTC is 06:59 in Berlin in winter.
    expect(judge('2026-11-25T05:59:00Z', '2026-11-24T03:00:00Z').bad).toEqual([])
    expect(judge('2026-11-25T06:00:00Z', '2026-11-24T03:00:00Z').bad).toMatchObject([
      { title: 'No load by 07:00 on 25 Nov 2026', occurrence: 'day 2026-11-25' },
    ])
    // In summer an hour earlier.
    expect(judge('2026-07-15T05:00:00Z', '2026-07-14T03:00:00Z').bad).toHaveLength(1)
    expect(judge('2026-07-15T04:59:00Z', '2026-07-14T03:00:00Z').bad).toEqual([])
  })

  it('a load just after midnight of the store counts for the day, although it is the day before in UTC', () => {
    expect(judge('2026-11-25T08:00:00Z', '2026-11-24T23:30:00Z').bad).toEqual([])
  })

  it('stays raised over midnight until a load comes', () => {
    expect(judge('2026-11-26T02:00:00Z', '2026-11-24T03:00:00Z').bad).toMatchObject([
      { occurrence: 'day 2026-11-25' },
    ])
    expect(judge('2026-11-26T02:00:00Z', '2026-11-25T20:00:00Z').clears).toMatch(/^Load 4 was published/)
  })

  it('on weekdays only, a weekend without load is fine', () => {
    const weekdays = [1, 2, 3, 4, 5]
    // 2026-11-22 is a Sunday.
    expect(lastDueDay('07:00', weekdays, new Date('2026-11-22T12:00:00Z'), 'UTC')).toBe('2026-11-20')
    expect(lastDueDay('07:00', weekdays, new Date('2026-11-23T06:59:00Z'), 'UTC')).toBe('2026-11-20')
    expect(lastDueDay('07:00', weekdays, new Date('2026-11-23T07:00:00Z'), 'UTC')).toBe('2026-11-23')
  })

  it('an empty warehouse is not late', () => {
    expect(judgeNotFresh(config, { now: new Date(), timeZone: 'UTC', load: null })).toEqual({
      bad: [],
      clears: null,
    })
  })
})

describe('metric', () => {
  const format = createFormatter({ currency: 'EUR', timeZone: 'UTC' })
  const range = { from: '2026-11-18', to: '2026-11-24' }
  const config = (condition: object) => {
    const parsed = ruleConfig.parse({ kind: 'metric', metric: 'net_sales', period: 'last_7_days', condition })
    if (parsed.kind !== 'metric') throw new Error('a metric rule expected')
    return parsed
  }
  const below = config({ type: 'value', is: 'below', value: '1000' })
  const fall = config({ type: 'change', against: 'previous', is: 'down', percent: 20 })

  it('looks at whole days that end yesterday', () => {
    expect(metricRange('last_7_days', '2026-11-25')).toEqual(range)
    expect(metricRange('yesterday', '2026-11-25')).toEqual({ from: '2026-11-24', to: '2026-11-24' })
    expect(comparedRange(fall, range)).toEqual({ from: '2026-11-11', to: '2026-11-17' })
    expect(comparedRange(below, range)).toBeNull()
  })

  it('raises beyond a number, exactly', () => {
    expect(judgeMetric(below, { range, value: '1000.00', compared: null, format })).toMatchObject({ bad: [] })
    expect(judgeMetric(below, { range, value: '999.99', compared: null, format }).bad).toMatchObject([
      {
        title: 'Net sales below €1,000.00',
        message: 'Net sales on 18 – 24 Nov 2026: €999.99, below the €1,000.00 of the rule.',
      },
    ])
  })

  it('raises when it falls by more than the percentage', () => {
    const compared = { range: { from: '2026-11-11', to: '2026-11-17' }, value: '1000.00' }
    expect(judgeMetric(fall, { range, value: '800.00', compared, format }).bad).toEqual([])
    expect(judgeMetric(fall, { range, value: '799.99', compared, format }).bad).toMatchObject([
      {
        title: 'Net sales down by 20.0%',
        message:
          'Net sales on 18 – 24 Nov 2026: €799.99, against €1,000.00 on 11 – 17 Nov 2026; the rule allows 20%.',
      },
    ])
    expect(judgeMetric(fall, { range, value: '5000', compared, format }).clears).toMatch(
      /^Net sales on 18 – 24 Nov 2026: €5,000/,
    )
  })

  it('says nothing when a figure is missing or there is nothing to compare with', () => {
    const compared = { range, value: '0.00' }
    expect(judgeMetric(fall, { range, value: '5', compared, format }).clears).toBeNull()
    expect(judgeMetric(below, { range, value: null, compared: null, format }).clears).toBeNull()
  })

  it('refuses a metric that is not in the catalogue, and a threshold that is no number', () => {
    const wrong = {
      kind: 'metric',
      metric: 'fun',
      period: 'yesterday',
      condition: { type: 'value', is: 'above', value: '1e3' },
    }
    const paths = ruleConfig.safeParse(wrong).error?.issues.map(({ path }) => path.join('.'))
    expect(paths).toEqual(expect.arrayContaining(['metric', 'condition.value']))
  })
})
