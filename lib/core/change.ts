import type { Figure, Formatter, Unit } from '@/lib/core/format'

/** A figure against what it is compared with. */
export type Change =
  /** `text` has no sign: `12.4%`, or `1.2 pt` for ratios. */
  | { kind: 'change'; direction: 'up' | 'down' | 'flat'; text: string }
  /** The earlier figure is zero, so no percentage exists. */
  | { kind: 'from-zero'; direction: 'up' | 'down' | 'flat' }
  /** One of the two is missing. */
  | { kind: 'none' }

const SCALE = 12

/** A decimal string as a bigint of 10^-12; null when it is no plain decimal. */
function scaled(figure: Figure): bigint | null {
  if (figure === null || figure === undefined || typeof figure === 'boolean') return null
  const text = typeof figure === 'number' ? figure.toFixed(SCALE) : String(figure)
  const match = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!match) return null
  const fraction = (match[3] ?? '').slice(0, SCALE).padEnd(SCALE, '0')
  const value = BigInt(`${match[2]}${fraction}`)
  return match[1] === '-' ? -value : value
}

function divide(top: bigint, bottom: bigint): bigint {
  const sign = top < 0n !== bottom < 0n ? -1n : 1n
  const a = top < 0n ? -top : top
  const b = bottom < 0n ? -bottom : bottom
  return (sign * (2n * a + b)) / (2n * b)
}

/** Tenths as text: 124n → `12.4`. */
function tenths(value: bigint): string {
  const positive = value < 0n ? -value : value
  return `${positive / 10n}.${positive % 10n}`
}

/**
 * How a figure changed: relative (%) for amounts and counts, in percentage points for ratios.
 * Works on the decimal strings themselves; rounds half away from zero to one decimal.
 */
export function change(current: Figure, previous: Figure, unit: Unit): Change {
  const now = scaled(current)
  const before = scaled(previous)
  if (now === null || before === null) return { kind: 'none' }
  const direction = now > before ? 'up' : now < before ? 'down' : 'flat'
  if (unit === 'ratio') {
    const points = divide((now - before) * 1000n, 10n ** BigInt(SCALE))
    return { kind: 'change', direction: points === 0n ? 'flat' : direction, text: `${tenths(points)} pt` }
  }
  if (before === 0n) return { kind: 'from-zero', direction }
  const base = before < 0n ? -before : before
  const permille = divide((now - before) * 1000n, base)
  const whole = permille < 0n ? -permille : permille
  const text =
    whole >= 10_000n
      ? `${new Intl.NumberFormat('en-GB').format(divide(whole, 10n))}%`
      : `${tenths(permille)}%`
  return { kind: 'change', direction: permille === 0n ? 'flat' : direction, text }
}

/** The change as a sentence for screen readers and exports: `up 12.4% from €1,075,560`. */
export function changeInWords(found: Change, previous: Figure, unit: Unit, format: Formatter): string {
  if (found.kind === 'none') return 'nothing to compare with'
  const before = format.value(previous, unit)
  if (found.kind === 'from-zero') return `${before} before`
  if (found.direction === 'flat') return `unchanged from ${before}`
  return `${found.direction} ${found.text} from ${before}`
}
