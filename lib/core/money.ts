import { divideRounded } from './decimal'

/**
 * Exact arithmetic on amounts. An amount is a decimal string on its way in and out and a bigint of
 * minor units (10^-scale) in between, so no amount ever passes through a float.
 */

/** Digits behind the point of an amount. */
export const MONEY_SCALE = 2

const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/

/**
 * A decimal string as minor units: `'12.3'` → `1230n`. Digits beyond the scale round half away from zero.
 * @throws RangeError when the text is no plain decimal
 */
export function toMinor(text: string, scale = MONEY_SCALE): bigint {
  const match = DECIMAL.exec(text)
  if (!match) throw new RangeError(`"${text}" is not a decimal number such as 12.34.`)
  const [, sign = '', whole = '', fraction = ''] = match
  const kept = BigInt(`${whole}${fraction.slice(0, scale).padEnd(scale, '0')}`)
  const rounded = (fraction[scale] ?? '0') >= '5' ? kept + 1n : kept
  return sign === '-' ? -rounded : rounded
}

/** Minor units as a decimal string with all digits of the scale: `-5n` → `'-0.05'`. */
export function fromMinor(minor: bigint, scale = MONEY_SCALE): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(scale + 1, '0')
  const sign = minor < 0n ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** a + b + …, to the cent. */
export function addMoney(...amounts: readonly string[]): string {
  return fromMinor(amounts.reduce((sum, amount) => sum + toMinor(amount), 0n))
}

/** a − b, to the cent. */
export function subtractMoney(a: string, b: string): string {
  return fromMinor(toMinor(a) - toMinor(b))
}

/** An amount times a decimal factor of up to ten digits (a quantity, a rate), half away from zero to the cent. */
export function multiplyMoney(amount: string, factor: string | number | bigint): string {
  const product = toMinor(amount) * toMinor(String(factor), 10)
  return fromMinor(divideRounded(product, 10n ** 10n))
}

/**
 * a / b with `digits` digits, half away from zero; null when b is zero. Both are read with twelve digits
 * behind the point.
 */
export function divideDecimal(a: string, b: string, digits = MONEY_SCALE): string | null {
  const bottom = toMinor(b, 12)
  return bottom === 0n
    ? null
    : fromMinor(divideRounded(toMinor(a, 12) * 10n ** BigInt(digits), bottom), digits)
}
