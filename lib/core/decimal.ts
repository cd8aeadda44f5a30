import type { Figure } from './format'

/**
 * Exact arithmetic on decimal strings of any scale, for what is derived from figures on their way
 * to a reader (differences, shares, running sums). A missing figure stays missing (null).
 */

const SCALE = 12
const UNIT = 10n ** BigInt(SCALE)

/** A decimal as a bigint of 10^-12; null when it is no plain decimal. Digits beyond are cut. */
export function scaled(figure: Figure): bigint | null {
  if (figure === null || figure === undefined || typeof figure === 'boolean') return null
  const text = typeof figure === 'number' ? figure.toFixed(SCALE) : String(figure)
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) return null
  const fraction = (match[3] ?? '').slice(0, SCALE).padEnd(SCALE, '0')
  const value = BigInt(`${match[2]}${fraction}`)
  return match[1] === '-' ? -value : value
}

/** Back to text, without trailing zeros. */
function text(value: bigint): string {
  const positive = value < 0n ? -value : value
  const fraction = (positive % UNIT).toString().padStart(SCALE, '0').replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${positive / UNIT}${fraction === '' ? '' : `.${fraction}`}`
}

/** Integer division rounding half away from zero. */
export function divideRounded(top: bigint, bottom: bigint): bigint {
  const sign = top < 0n !== bottom < 0n ? -1n : 1n
  const a = top < 0n ? -top : top
  const b = bottom < 0n ? -bottom : bottom
  return (sign * (2n * a + b)) / (2n * b)
}

/** a − b. */
export function minus(a: Figure, b: Figure): string | null {
  const x = scaled(a)
  const y = scaled(b)
  return x === null || y === null ? null : text(x - y)
}

/** −a. */
export function negated(a: Figure): string | null {
  const x = scaled(a)
  return x === null ? null : text(-x)
}

/** The sum of what is there; null when nothing is. */
export function total(figures: Iterable<Figure>): string | null {
  let sum: bigint | null = null
  for (const figure of figures) {
    const value = scaled(figure)
    if (value !== null) sum = (sum ?? 0n) + value
  }
  return sum === null ? null : text(sum)
}

/** a / b to six decimals, half away from zero; null when b is zero or one is missing. */
export function ratio(a: Figure, b: Figure): string | null {
  const x = scaled(a)
  const y = scaled(b)
  if (x === null || y === null || y === 0n) return null
  return text(divideRounded(x * 1_000_000n, y) * (UNIT / 1_000_000n))
}

/** Order of two figures, missing ones last. */
export function compareFigures(a: Figure, b: Figure): number {
  const x = scaled(a)
  const y = scaled(b)
  if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
  return x < y ? -1 : x > y ? 1 : 0
}

/** Distance from zero. */
export function magnitude(a: Figure): string | null {
  const x = scaled(a)
  return x === null ? null : text(x < 0n ? -x : x)
}
