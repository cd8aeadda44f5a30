import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { axisWidth, dayTicks, intensity, logTicks, niceTicks, tickIndexes, waterfallBars } from './scale'
import { linePath } from './sparkline'

describe('axes', () => {
  it('start at zero, end above the largest value and have at most seven ticks', () => {
    expect(niceTicks([10_700])).toEqual([0, 2500, 5000, 7500, 10_000, 12_500])
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
        const ticks = niceTicks(values)
        expect(ticks).toContain(0)
        expect(ticks.length).toBeLessThanOrEqual(7)
        const [low = 0, high = 0] = [ticks[0], ticks.at(-1)]
        const slack = Math.max(Math.abs(low), Math.abs(high)) * 1e-6
        expect(Math.max(...values)).toBeLessThanOrEqual(high + slack)
        expect(Math.min(...values)).toBeGreaterThanOrEqual(low - slack)
      }),
    )
  })
  it('of sizes far apart go by powers of ten', () => {
    expect(logTicks([3, 24_488, 0, -5])).toEqual([1, 10, 100, 1000, 10_000, 100_000])
    expect(logTicks([])).toEqual([1, 10])
  })
  it('of nothing still have a domain', () => {
    expect(niceTicks([])).toEqual([0, 1])
    expect(niceTicks([0, 0])).toEqual([0, 1])
  })
  it('label at most seven positions, evenly', () => {
    expect(tickIndexes(90)).toEqual([0, 13, 26, 39, 52, 65, 78])
    expect(tickIndexes(0)).toEqual([])
  })
  it('label the firsts and fifteenths of a quarter of days', () => {
    const days = Array.from({ length: 90 }, (_, i) =>
      new Date(Date.UTC(2026, 7, 26 + i)).toISOString().slice(0, 10),
    )
    expect(dayTicks(days).map((index) => days[index]?.slice(5))).toEqual([
      '09-01',
      '09-15',
      '10-01',
      '10-15',
      '11-01',
      '11-15',
    ])
  })
  it('make room for their widest label', () => {
    expect(axisWidth(['0', '€12.5k'])).toBeGreaterThan(axisWidth(['0', '5']))
  })
})

describe('a waterfall', () => {
  it('starts each step where the one before ended, and totals at zero', () => {
    const bars = waterfallBars([
      { label: 'Gross', value: '100', kind: 'total' },
      { label: 'Discounts', value: '-20', kind: 'step' },
      { label: 'Net', value: '80', kind: 'total' },
      { label: 'Taxes', value: '16', kind: 'step' },
    ])
    expect(bars.map((bar) => [bar.left, bar.width].map((n) => Math.round(n * 100)))).toEqual([
      [0, 100],
      [80, 20],
      [0, 80],
      [80, 16],
    ])
    expect(bars[1]?.negative).toBe(true)
  })
})

describe('small shapes', () => {
  it('break a line where a value is missing and draw none through a single one', () => {
    expect(linePath(['1', '2', null, '3', '4'], 100, 10).match(/M/g)).toHaveLength(2)
    expect(linePath(['5'], 100, 10)).toBe('')
    expect(linePath(['0', '10'], 100, 10)).toBe('M0.0 10.0L100.0 0.0')
  })
  it('colour no value as none and the largest fully', () => {
    expect([intensity(null, 5), intensity(0, 5), intensity(5, 5)]).toEqual([0, 0, 1])
  })
})
