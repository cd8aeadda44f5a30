import { expect, test } from 'vitest'
import { linePath } from './sparkline'

const heights = (values: (number | null)[]) =>
  [...linePath(values, 100, 100).matchAll(/[ML][\d.]+ ([\d.]+)/g)].map((match) => Number(match[1]))

test('a line fills its box when the values differ by more than a tenth', () => {
  expect(heights([0, 50, 100])).toEqual([100, 50, 0])
  expect(heights([50, 100])).toEqual([100, 0])
})

test('a change of less than a tenth is drawn as small as it is, in the middle', () => {
  expect(heights([1000, 997])).toEqual([48.5, 51.5])
  expect(heights([5, 5])).toEqual([50, 50])
  expect(heights([0, 0])).toEqual([50, 50])
})

test('a point at the top is at 0, not at −0, which is no number in a path', () => {
  expect(linePath([940.22, 1542.19], 200, 28)).toBe('M0.0 28.0L200.0 0.0')
})

test('there is a gap where there is no value, and no line through one point', () => {
  expect(linePath([1, null, 2, 3], 90, 100).match(/M/g)).toHaveLength(2)
  expect(linePath([null, 7], 90, 100)).toBe('')
})
