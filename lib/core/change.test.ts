import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { change, changeInWords } from './change'
import { compareFigures, magnitude, minus, negated, ratio, total } from './decimal'
import { createFormatter } from './format'

describe('change', () => {
  it('is relative for amounts, with the direction apart from the size', () => {
    expect(change('1208923', '1075560', 'money')).toEqual({ kind: 'change', direction: 'up', text: '12.4%' })
    expect(change('90', '100', 'count')).toEqual({ kind: 'change', direction: 'down', text: '10.0%' })
  })
  it('is in points for ratios', () => {
    expect(change('0.418', '0.430', 'ratio')).toEqual({ kind: 'change', direction: 'down', text: '1.2 pt' })
  })
  it('calls a change that rounds to nothing flat', () => {
    expect(change('100.01', '100', 'money')).toMatchObject({ direction: 'flat', text: '0.0%' })
  })
  it('gives no percentage from zero and none without a figure', () => {
    expect(change('5', '0', 'count')).toEqual({ kind: 'from-zero', direction: 'up' })
    expect(change('5', null, 'count')).toEqual({ kind: 'none' })
  })
  it('measures against the size of a negative figure', () => {
    expect(change('50', '-100', 'money')).toMatchObject({ direction: 'up', text: '150.0%' })
  })
  it('says itself in words', () => {
    const euro = createFormatter({ currency: 'EUR', timeZone: 'UTC' })
    expect(changeInWords(change('112', '100', 'money'), '100', 'money', euro)).toBe('up 12.0% from €100')
  })
})

describe('decimals', () => {
  const cents = fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n })
  const money = (n: bigint) => {
    const digits = (n < 0n ? -n : n).toString().padStart(3, '0')
    return `${n < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
  }
  it('subtract and add exactly whatever the size', () => {
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(compareFigures(minus(money(a), money(b)), money(a - b))).toBe(0)
        expect(compareFigures(total([money(a), money(b)]), money(a + b))).toBe(0)
      }),
    )
  })
  it('divide to six places, half away from zero, and not by zero', () => {
    expect(ratio('1', '3')).toBe('0.333333')
    expect(ratio('2', '3')).toBe('0.666667')
    expect(ratio('-1', '8000000')).toBe('0')
    expect(ratio('1', '0')).toBeNull()
    expect(ratio(null, '1')).toBeNull()
  })
  it('leave what is missing missing', () => {
    expect(minus('1', null)).toBeNull()
    expect(total([])).toBeNull()
    expect(total([null, '2.5'])).toBe('2.5')
    expect(negated('0.10')).toBe('-0.1')
    expect(magnitude('-7')).toBe('7')
  })
  it('sort missing figures last', () => {
    expect(['2', null, '-1', '10'].sort(compareFigures)).toEqual(['-1', '2', '10', null])
  })
})
