import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quintiles, RFM_SEGMENTS, rfmGroups, rfmSegment, scoreRfm } from './rfm'

const score = (values: number[]) => {
  const items = values.map((value) => ({ value }))
  const scores = quintiles(items, (a, b) => a.value - b.value)
  return items.map((item) => scores.get(item))
}

describe('quintiles', () => {
  it('cut ten different values into five pairs', () => {
    expect(score([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  })
  it('give equal values the same score, that of the middle of their places', () => {
    expect(score([1, 1, 1, 1, 1, 1, 2, 2, 3, 4])).toEqual([2, 2, 2, 2, 2, 2, 4, 4, 5, 5])
    expect(score([7, 7, 7])).toEqual([3, 3, 3])
  })
  it('never score a greater value lower', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }), (values) => {
        const found = score(values)
        values.forEach((a, i) => {
          values.forEach((b, j) => {
            if (a <= b) expect(found[i]).toBeLessThanOrEqual(found[j] ?? 0)
          })
        })
      }),
    )
  })
})

describe('segments', () => {
  it('name every combination of scores', () => {
    const all = [1, 2, 3, 4, 5].flatMap((r) => [2, 3, 4, 5, 6, 7, 8, 9, 10].map((fm) => rfmSegment(r, fm)))
    expect(new Set(all)).toEqual(new Set(RFM_SEGMENTS))
  })
  it.each([
    [5, 10, 'Champions'],
    [3, 10, 'Loyal'],
    [5, 2, 'New'],
    [4, 4, 'Promising'],
    [3, 4, 'Need attention'],
    [1, 9, 'Cannot lose'],
    [2, 6, 'At risk'],
    [2, 3, 'Hibernating'],
    [1, 2, 'Lost'],
  ])('call recency %i with frequency and money %i %s', (r, fm, segment) => {
    expect(rfmSegment(r, fm)).toBe(segment)
  })
})

describe('scores', () => {
  const customers = Array.from({ length: 10 }, (_, i) => ({
    customerId: `C${i}`,
    lastDay: `2026-01-${String(i + 1).padStart(2, '0')}`,
    orders: i + 1,
    money: `${i * 10}.50`,
  }))
  it('count recency in days up to the last day with data', () => {
    const scores = scoreRfm(customers, '2026-01-31')
    expect(scores[9]).toEqual({
      customerId: 'C9',
      recencyDays: 21,
      orders: 10,
      money: '90.50',
      recency: 5,
      frequency: 5,
      monetary: 5,
      segment: 'Champions',
    })
    expect(scores[0]).toMatchObject({ recency: 1, frequency: 1, monetary: 1, segment: 'Lost' })
  })
  it('group without losing anybody', () => {
    const groups = rfmGroups(scoreRfm(customers, '2026-01-31'))
    expect(groups.map(({ segment }) => segment)).toEqual(RFM_SEGMENTS)
    expect(groups.reduce((sum, group) => sum + group.customers, 0)).toBe(10)
    expect(groups.reduce((sum, group) => sum + Number(group.money), 0)).toBe(455)
  })
})
