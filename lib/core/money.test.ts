import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addMoney, divideDecimal, fromMinor, multiplyMoney, subtractMoney, toMinor } from './money'

describe('amounts', () => {
  it.each([
    ['12.3', 1230n],
    ['-0.05', -5n],
    ['+7', 700n],
    ['0.005', 1n],
    ['-0.005', -1n],
    ['0.00499', 0n],
    ['92233720368547758.07', 9_223_372_036_854_775_807n],
  ])('reads %s exactly, rounding half away from zero', (text, minor) => {
    expect(toMinor(text)).toBe(minor)
  })
  it.each(['', '1,5', '1e3', '.5', '5.', 'NaN', ' 1'])('refuses "%s"', (text) => {
    expect(() => toMinor(text)).toThrow(RangeError)
  })
  it('writes all digits of the scale', () => {
    expect([fromMinor(-5n), fromMinor(0n), fromMinor(123n, 0), fromMinor(1n, 4)]).toEqual([
      '-0.05',
      '0.00',
      '123',
      '0.0001',
    ])
  })
  it('adds, subtracts, multiplies and divides to the cent', () => {
    expect(addMoney('0.10', '0.20', '-0.05')).toBe('0.25')
    expect(subtractMoney('0.1', '0.30')).toBe('-0.20')
    expect(multiplyMoney('19.99', '0.0825')).toBe('1.65')
    expect(multiplyMoney('-0.05', '0.5')).toBe('-0.03')
    expect(divideDecimal('10', '3')).toBe('3.33')
    expect(divideDecimal('-1', '8', 2)).toBe('-0.13')
    expect(divideDecimal('1', '0.00')).toBeNull()
  })
  it('comes back unchanged from text and back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (minor) => {
        expect(toMinor(fromMinor(minor))).toBe(minor)
      }),
    )
  })
})
