import { divideRounded, scaled } from './decimal'
import type { Figure, Formatter, Unit } from './format'

/** A figure against what it is compared with. */
export type Change =
  /** `text` has no sign: `12.4%`, or `1.2 pt` for ratios. */
  | { kind: 'change'; direction: 'up' | 'down' | 'flat'; text: string }
  /** The earlier figure is zero, so no percentage exists. */
  | { kind: 'from-zero'; direction: 'up' | 'down' | 'flat' }
  /** One of the two is missing. */
  | { kind: 'none' }

/** Tenths as text, without the sign: -124n → `12.4`. */
function tenths(value: bigint): string {
  const positive = value < 0n ? -value : value
  return `${positive / 10n}.${positive % 10n}`
}

/**
 * How a figure changed: relative (%) for amounts and counts, in percentage points for ratios.
 * Works on the decimal strings themselves; rounds half away from zero to one decimal, and to
 * whole percent from 1,000% on.
 */
export function change(current: Figure, previous: Figure, unit: Unit): Change {
  const now = scaled(current)
  const before = scaled(previous)
  if (now === null || before === null) return { kind: 'none' }
  const direction = now > before ? 'up' : now < before ? 'down' : 'flat'
  if (unit === 'ratio') {
    const points = divideRounded((now - before) * 1000n, 10n ** 12n)
    return { kind: 'change', direction: points === 0n ? 'flat' : direction, text: `${tenths(points)} pt` }
  }
  if (before === 0n) return { kind: 'from-zero', direction }
  const permille = divideRounded((now - before) * 1000n, before < 0n ? -before : before)
  const size = permille < 0n ? -permille : permille
  const text =
    size >= 10_000n
      ? `${new Intl.NumberFormat('en-GB').format(divideRounded(size, 10n))}%`
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
