import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  bucketStarts,
  dayIn,
  daysBetween,
  endOf,
  fromDateKey,
  type Grain,
  isDay,
  lengthInDays,
  monthsBetween,
  previousPeriod,
  samePeriodLastYear,
  startOf,
  toDateKey,
  today,
} from './dates'

describe('days', () => {
  it('exist or do not', () => {
    expect(['2024-02-29', '2023-02-29', '2026-13-01', '2026-1-1', '', '2026-11-24T00:00'].map(isDay)).toEqual(
      [true, false, false, false, false, false],
    )
  })
  it('are counted over month ends and leap days', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
    expect(addDays('2024-01-01', -1)).toBe('2023-12-31')
    expect(daysBetween('2024-02-01', '2024-03-01')).toBe(29)
  })
  it('keep within a shorter month', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2024-03-31', -13)).toBe('2023-02-28')
    expect(monthsBetween('2023-11-30', '2024-02-01')).toBe(3)
  })
  it('are numbers in the warehouse', () => {
    expect(toDateKey('2026-11-23')).toBe(20261123)
    expect(fromDateKey(20261123)).toBe('2026-11-23')
  })
})

describe('buckets', () => {
  it.each<[Grain, string, string]>([
    ['day', '2026-11-22', '2026-11-22'],
    ['week', '2026-11-16', '2026-11-22'],
    ['month', '2026-11-01', '2026-11-30'],
    ['quarter', '2026-10-01', '2026-12-31'],
    ['year', '2026-01-01', '2026-12-31'],
  ])('a %s holds Sunday 22 November 2026 from %s to %s', (grain, from, to) => {
    expect(startOf(grain, '2026-11-22')).toBe(from)
    expect(endOf(grain, from)).toBe(to)
  })
  it('cover every day of a range exactly once', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1990-01-01', n))
    const grain = fc.constantFrom<Grain>('day', 'week', 'month', 'quarter', 'year')
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 800 }), grain, (from, length, g) => {
        const to = addDays(from, length)
        const starts = bucketStarts(g, { from, to })
        expect(starts[0]).toBe(startOf(g, from))
        starts.slice(1).forEach((start, i) => {
          expect(start).toBe(addDays(endOf(g, starts[i] ?? ''), 1))
        })
        expect(endOf(g, starts.at(-1) ?? '') >= to).toBe(true)
      }),
    )
  })
})

describe('comparison periods', () => {
  it('before have as many days and end the day before', () => {
    const previous = previousPeriod({ from: '2026-03-01', to: '2026-03-31' })
    expect(previous).toEqual({ from: '2026-01-29', to: '2026-02-28' })
    expect(lengthInDays(previous)).toBe(31)
  })
  it('of last year are the same calendar days', () => {
    expect(samePeriodLastYear({ from: '2024-02-29', to: '2024-03-31' })).toEqual({
      from: '2023-02-28',
      to: '2023-03-31',
    })
  })
})

describe('today', () => {
  it('is the store’s, not the machine’s', () => {
    const clock = () => new Date('2026-11-23T23:30:00Z')
    expect(today('Europe/Berlin', clock)).toBe('2026-11-24')
    expect(today('America/New_York', clock)).toBe('2026-11-23')
  })
  it('follows the change of the clocks', () => {
    expect(dayIn('Europe/Berlin', new Date('2026-10-24T22:30:00Z'))).toBe('2026-10-25')
    expect(dayIn('Europe/Berlin', new Date('2026-10-25T23:30:00Z'))).toBe('2026-10-26')
  })
})
