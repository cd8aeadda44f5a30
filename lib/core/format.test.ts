import { describe, expect, it } from 'vitest'
import {
  createFormatter,
  formatAgo,
  formatBytes,
  formatDayRange,
  formatDuration,
  formatMonth,
  formatTimestamp,
  formatTook,
  NO_VALUE,
} from './format'

const euro = createFormatter({ currency: 'EUR', timeZone: 'Europe/Berlin' })

describe('the formatter', () => {
  it('shows money without cents in tiles and with cents in tables of orders', () => {
    expect(euro.value('1208922.50', 'money')).toBe('€1,208,923')
    expect(euro.value('1208922.50', 'money', 'full')).toBe('€1,208,922.50')
    expect(euro.value('45300', 'money', 'axis')).toBe('€45.3k')
  })
  it('keeps every digit of an amount no float could hold', () => {
    expect(euro.value('12345678901234567.895', 'money', 'full')).toBe('€12,345,678,901,234,567.90')
    expect(euro.value('9007199254740993', 'count')).toBe('9,007,199,254,740,993')
  })
  it('uses a true minus and signs growth', () => {
    expect(euro.value('-88666', 'money')).toBe('−€88,666')
    expect(euro.signed('45387', 'money')).toBe('+€45,387')
    expect(euro.signed('-18547', 'money')).toBe('−€18,547')
    expect(euro.signed('0', 'money')).toBe('€0')
  })
  it('knows currencies without cents', () => {
    expect(createFormatter({ currency: 'JPY', timeZone: 'UTC' }).value('45300.4', 'money', 'full')).toMatch(
      /45,300$/,
    )
  })
  it('formats each unit', () => {
    expect(euro.value('8412', 'count')).toBe('8,412')
    expect(euro.value('0.41849', 'ratio')).toBe('41.8%')
    expect(euro.value('0.5', 'ratio', 'axis')).toBe('50%')
    expect(euro.value('150.4649', 'price')).toBe('€150.46')
    expect(euro.value('1', 'days')).toBe('1 day')
    expect(euro.value('12.4', 'days')).toBe('12 days')
    expect(euro.value('3.14', 'times')).toBe('3.1×')
    expect(euro.value('2026-11-23', 'date')).toBe('23 Nov 2026')
    expect(euro.value('2026-09-01', 'month')).toBe('Sep 2026')
  })
  it('shows a missing figure as a dash, never as zero', () => {
    for (const missing of [null, undefined, '']) expect(euro.value(missing, 'money')).toBe(NO_VALUE)
    expect(euro.value('0', 'money')).toBe('€0')
    expect(euro.value(Number.NaN, 'count')).toBe('NaN')
  })
})

describe('days and times', () => {
  it('leaves out what both ends of a range share', () => {
    expect(formatDayRange('2026-09-01', '2026-11-23')).toBe('1 Sep – 23 Nov 2026')
    expect(formatDayRange('2025-12-28', '2026-01-03')).toBe('28 Dec 2025 – 3 Jan 2026')
    expect(formatDayRange('2026-11-01', '2026-11-23')).toBe('1 – 23 Nov 2026')
    expect(formatDayRange('2026-11-23', '2026-11-23')).toBe('23 Nov 2026')
  })
  it('shows instants in the store’s time zone, across its clock change', () => {
    expect(formatTimestamp('2026-11-23T13:02:00Z', 'Europe/Berlin')).toBe('23 Nov 2026, 14:02')
    expect(formatTimestamp('2026-07-01T22:30:00Z', 'Europe/Berlin')).toBe('2 Jul 2026, 00:30')
  })
  it('says how long ago in the largest whole unit', () => {
    const now = new Date('2026-11-23T12:00:00Z')
    expect(formatAgo('2026-11-23T11:59:30Z', now)).toBe('just now')
    expect(formatAgo('2026-11-23T11:57:00Z', now)).toBe('3 min ago')
    expect(formatAgo('2026-11-23T07:00:00Z', now)).toBe('5 h ago')
    expect(formatAgo('2026-11-22T11:00:00Z', now)).toBe('1 day ago')
  })
  it('formats durations, bytes and months', () => {
    expect([0.42, 59.4, 185, 7800].map(formatDuration)).toEqual(['0.4 s', '59 s', '3 min 05 s', '2 h 10 min'])
    expect([0.0001, 0.0094, 0.42, 1.25].map(formatTook)).toEqual(['< 1 ms', '9 ms', '420 ms', '1.3 s'])
    expect([912, 1400, 25_000_000].map(formatBytes)).toEqual(['912 B', '1.4 kB', '25 MB'])
    expect(formatMonth('2026-11-01', { year: false, long: true })).toBe('November')
  })
})
