import { describe, expect, it } from 'vitest'
import { marksByBucket } from './load-marks'

const load = (version: number, day: string) => ({ version, day, runId: version + 100 })

describe('marks of loads', () => {
  it('stand on the bucket their day is in; several are one', () => {
    const loads = [
      load(40, '2026-10-05'),
      load(41, '2026-10-07'),
      load(42, '2026-10-11'),
      load(43, '2026-10-12'),
    ]
    expect(marksByBucket(loads, 'week')).toEqual([
      { x: '2026-10-05', label: 'loads 40–42', href: '/pipeline/changes?from=40&to=42' },
      { x: '2026-10-12', label: 'load 43', href: '/pipeline/runs/143' },
    ])
    expect(marksByBucket(loads, 'day').map(({ x, label }) => `${x} ${label}`)).toEqual([
      '2026-10-05 load 40',
      '2026-10-07 load 41',
      '2026-10-11 load 42',
      '2026-10-12 load 43',
    ])
    expect(marksByBucket(loads, 'month')).toHaveLength(1)
    expect(marksByBucket([], 'day')).toEqual([])
  })
})
