import { describe, expect, it } from 'vitest'
import { classifyProducts, type ProductSales, wholeWeeks } from './product-classes'

const product = (productId: string, netSales: string, weekly: number[] = [1]): ProductSales => ({
  productId,
  netSales,
  units: weekly.reduce((sum, units) => sum + units, 0),
  weeklyUnits: weekly.reduce((sum, units) => sum + units, 0),
  weeklySquares: weekly.reduce((sum, units) => sum + units * units, 0),
})

describe('ABC', () => {
  it('takes products up to 80 % of net sales as A and up to 95 % as B, the bounds included', () => {
    const found = classifyProducts(
      [product('C', '15.00'), product('A', '50.00'), product('B', '30.00'), product('D', '5.00')],
      1,
    )
    expect(found.map(({ productId, abc, accumulatedShare }) => [productId, abc, accumulatedShare])).toEqual([
      ['A', 'A', '0.500000'],
      ['B', 'A', '0.800000'],
      ['C', 'B', '0.950000'],
      ['D', 'C', '1.000000'],
    ])
  })
  it('calls the best product A though it alone makes more than 80 %', () => {
    expect(classifyProducts([product('P', '90.00'), product('Q', '10.00')], 1).map(({ abc }) => abc)).toEqual(
      ['A', 'C'],
    )
  })
  it('tells what was not sold from what came back', () => {
    const found = classifyProducts(
      [product('sold', '10.00'), product('back', '-3.00'), product('idle', '0.00', [])],
      1,
    )
    expect(found.map(({ productId, abc }) => [productId, abc])).toEqual([
      ['sold', 'A'],
      ['idle', 'U'],
      ['back', 'C'],
    ])
  })
})

describe('XYZ', () => {
  const classOf = (weekly: number[]) => classifyProducts([product('P', '1.00', weekly)], weekly.length)[0]
  it('measures how units swing from week to week', () => {
    expect(classOf([10, 10, 10, 10])).toMatchObject({ xyz: 'X', variation: 0 })
    expect(classOf([5, 15, 5, 15])).toMatchObject({ xyz: 'X', variation: 0.5 })
    expect(classOf([0, 20, 0, 20])).toMatchObject({ xyz: 'Y', variation: 1 })
    expect(classOf([0, 0, 0, 40])?.xyz).toBe('Z')
  })
  it('says nothing of a single week or of no sale', () => {
    expect(classOf([7])?.xyz).toBeNull()
    expect(classOf([0, 0, 0])?.xyz).toBeNull()
  })
})

describe('whole weeks', () => {
  it.each([
    ['2026-11-02', '2026-11-15', '2026-11-02', '2026-11-15', 2],
    ['2026-11-03', '2026-11-15', '2026-11-09', '2026-11-15', 1],
    ['2026-11-02', '2026-11-14', '2026-11-02', '2026-11-08', 1],
    ['2026-11-03', '2026-11-08', '2026-11-09', '2026-11-08', 0],
    ['2026-11-04', '2026-11-05', '2026-11-09', '2026-11-01', 0],
  ])('from %s to %s', (from, to, monday, sunday, weeks) => {
    expect(wholeWeeks({ from, to })).toEqual({ from: monday, to: sunday, weeks })
  })
})
