import { describe, expect, it } from 'vitest'
import { lengthInDays } from '@/lib/core/dates'
import { resolvePeriod } from './period'
import { readViewState } from './search-params'
import { bucketsOf, partialSentence } from './series'

const data = { from: '2024-11-24', to: '2026-11-24' }
const today = '2026-11-24'
const resolve = (query: string, known: typeof data | null = data) =>
  resolvePeriod(readViewState(`?${query}`), known, today)

describe('a period', () => {
  it('ends on the last finished day, so that today does not drag a comparison down', () => {
    expect(resolve('')).toMatchObject({
      from: '2026-08-26',
      to: '2026-11-23',
      unfinished: null,
      grain: 'day',
    })
  })
  it('ends with the data when an old export was loaded', () => {
    expect(resolve('period=30d', { from: '2010-12-01', to: '2011-12-09' })).toMatchObject({
      from: '2011-11-10',
      to: '2011-12-09',
    })
  })
  it('reports today as unfinished when a custom period includes it', () => {
    expect(resolve('period=custom&from=2026-11-20&to=2026-11-24').unfinished).toBe(today)
  })
  it('turns a reversed custom period round', () => {
    expect(resolve('period=custom&from=2026-11-20&to=2026-11-01')).toMatchObject({
      from: '2026-11-01',
      to: '2026-11-20',
    })
  })
  it.each([
    ['month', '2026-11-01', '2026-11-23'],
    ['last-month', '2026-10-01', '2026-10-31'],
    ['quarter', '2026-10-01', '2026-11-23'],
    ['year', '2026-01-01', '2026-11-23'],
    ['all', '2024-11-24', '2026-11-24'],
  ])('knows the preset %s', (preset, from, to) => {
    expect(resolve(`period=${preset}`)).toMatchObject({ from, to })
  })
  it('of an empty warehouse is still a period', () => {
    expect(lengthInDays(resolve('', null))).toBe(90)
  })
})

describe('the comparison', () => {
  it('has as many days and ends the day before', () => {
    const { comparison } = resolve('period=30d')
    expect(comparison).toMatchObject({ from: '2026-09-25', to: '2026-10-24' })
    expect(comparison && lengthInDays(comparison)).toBe(30)
  })
  it('of this month is the same days of the month before', () => {
    expect(resolve('period=month').comparison).toMatchObject({ from: '2026-10-01', to: '2026-10-23' })
  })
  it('of last month is the whole month before, whatever its length', () => {
    expect(resolve('period=last-month').comparison).toMatchObject({ from: '2026-09-01', to: '2026-09-30' })
  })
  it('with last year takes the same days', () => {
    expect(resolve('compare=year').comparison).toMatchObject({ from: '2025-08-26', to: '2025-11-23' })
  })
  it('is left out where nothing was recorded', () => {
    expect(resolve('period=all').comparison).toBeNull()
    expect(resolve('compare=none').comparison).toBeNull()
  })
})

describe('buckets', () => {
  it('are partial where an end of the period cuts them, and the card says so', () => {
    const period = resolve('period=month&grain=week')
    expect(bucketsOf(period).map((bucket) => bucket.partial)).toEqual([true, false, false, false, true])
    expect(partialSentence(period)).toBe(
      'The week of 26 Oct 2026 and the week of 23 Nov 2026 are not whole: drawn faded',
    )
    expect(partialSentence(resolve('period=last-month&grain=month'))).toBeUndefined()
  })
  it('stand beside those of the comparison place by place', () => {
    expect(bucketsOf(resolve('period=7d'))[0]).toMatchObject({
      start: '2026-11-17',
      compared: { start: '2026-11-10' },
    })
  })
})
