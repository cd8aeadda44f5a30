import { describe, expect, it } from 'vitest'
import { inverseNormal, reorderPoint } from './reorder'

describe('reorder point', () => {
  it('gives the published example', () => {
    const found = reorderPoint({ daily: 20, dailyDeviation: 5, leadTime: 9, leadTimeDeviation: 2 }, 0.95)
    expect(found.safetyStock).toBeCloseTo(70.268, 3)
    expect(found.reorderPoint).toBeCloseTo(250.268, 3)
  })

  it('knows the quantiles of the normal distribution', () => {
    expect(inverseNormal(0.975)).toBeCloseTo(1.959964, 6)
    expect(inverseNormal(0.5)).toBeCloseTo(0, 12)
    expect(inverseNormal(0.01)).toBeCloseTo(-2.326348, 6)
    expect(() => inverseNormal(1)).toThrow(RangeError)
  })
})
