/**
 * The one formatter. Every figure a reader sees passes through here, so a metric looks the same
 * in a tile, a chart, a table and an export. Money stays a decimal string from the database to
 * Intl.NumberFormat, which reads it exactly; nothing here turns it into a float.
 */

/** What a figure is measured in. `money` is in the reporting currency. */
export type Unit =
  | 'money'
  | 'price'
  | 'count'
  | 'decimal'
  | 'ratio'
  | 'points'
  | 'days'
  | 'times'
  | 'date'
  | 'month'
  | 'timestamp'
  | 'bytes'
  | 'seconds'
  | 'text'

/** A figure as it comes from the database or from JSON. */
export type Figure = string | number | bigint | boolean | null | undefined

/** `short`: tiles and charts, money without cents. `full`: tables of orders, with cents. `axis`: €45k. */
export type FormatStyle = 'short' | 'full' | 'axis'

export interface FormatOptions {
  /** ISO 4217 code amounts are in. */
  currency: string
  /** IANA time zone timestamps are shown in. */
  timeZone: string
}

export interface Formatter {
  readonly currency: string
  readonly timeZone: string
  /** One figure in its unit; `–` when there is none. */
  value(figure: Figure, unit: Unit, style?: FormatStyle): string
  /** The same with a leading plus for what grew, e.g. `+€45,387`. */
  signed(figure: Figure, unit: Unit, style?: FormatStyle): string
}

/** Shown where there is no figure (not zero). */
export const NO_VALUE = '–'

const LOCALE = 'en-GB'
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MONTHS_LONG = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const DECIMAL = /^[+-]?\d+(\.\d+)?$/

/** `-1` → `−1`: a true minus, as wide as the plus. */
function withMinus(text: string): string {
  return text.replace('-', '−')
}

/** A figure as Intl reads it exactly: a numeric string, or null when it is none. */
function numeric(figure: Figure): Intl.StringNumericLiteral | null {
  if (figure === null || figure === undefined || typeof figure === 'boolean') return null
  if (typeof figure === 'number')
    return Number.isFinite(figure) ? (String(figure) as Intl.StringNumericLiteral) : null
  const text = String(figure).trim()
  return DECIMAL.test(text) || Number.isFinite(Number(text)) ? (text as Intl.StringNumericLiteral) : null
}

const cache = new Map<string, Intl.NumberFormat>()

function number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options)
  const known = cache.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(LOCALE, options)
  cache.set(key, made)
  return made
}

/**
 * Makes the formatter of a store.
 * @param options reporting currency and time zone
 */
export function createFormatter({ currency, timeZone }: FormatOptions): Formatter {
  const money = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const

  function value(figure: Figure, unit: Unit, style: FormatStyle = 'short'): string {
    if (figure === null || figure === undefined || figure === '') return NO_VALUE
    if (unit === 'text') return String(figure)
    if (unit === 'date') return formatDay(String(figure))
    if (unit === 'month') return formatMonth(String(figure))
    if (unit === 'timestamp') return formatTimestamp(String(figure), timeZone)
    const exact = numeric(figure)
    if (exact === null) return String(figure)
    return withMinus(formatNumber(exact, unit, style))
  }

  function formatNumber(exact: Intl.StringNumericLiteral, unit: Unit, style: FormatStyle): string {
    switch (unit) {
      case 'money':
        if (style === 'axis')
          return number({ ...money, notation: 'compact', maximumFractionDigits: 1 }).format(exact)
        if (style === 'full') return number(money).format(exact)
        return number({ ...money, maximumFractionDigits: 0 }).format(exact)
      case 'price':
        return number(style === 'axis' ? { ...money, notation: 'compact' } : money).format(exact)
      case 'count':
        if (style === 'axis') return number({ notation: 'compact', maximumFractionDigits: 1 }).format(exact)
        return number({ maximumFractionDigits: 0 }).format(exact)
      case 'decimal':
        if (style === 'full')
          return number({ minimumFractionDigits: 2, maximumFractionDigits: 4 }).format(exact)
        return number({ minimumFractionDigits: style === 'axis' ? 0 : 2, maximumFractionDigits: 2 }).format(
          exact,
        )
      case 'ratio':
        return number({
          style: 'percent',
          minimumFractionDigits: style === 'axis' ? 0 : 1,
          maximumFractionDigits: style === 'axis' ? 0 : 1,
        }).format(exact)
      case 'points':
        return `${number({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(exact)} pt`
      case 'days': {
        const text = number({ maximumFractionDigits: 0 }).format(exact)
        return style === 'axis' ? text : `${text} ${text === '1' ? 'day' : 'days'}`
      }
      case 'times':
        return `${number({ minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(exact)}×`
      case 'bytes':
        return formatBytes(Number(exact))
      case 'seconds':
        return formatDuration(Number(exact))
      default:
        return exact
    }
  }

  function signed(figure: Figure, unit: Unit, style: FormatStyle = 'short'): string {
    const text = value(figure, unit, style)
    return text !== NO_VALUE && !text.startsWith('−') && /[1-9]/.test(text) ? `+${text}` : text
  }

  return { currency, timeZone, value, signed }
}

// ───────────────────────────── days and times ─────────────────────────────

interface Day {
  year: number
  month: number
  day: number
}

function parts(iso: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso)
  if (!match) return null
  const month = Number(match[2])
  return month < 1 || month > 12 ? null : { year: Number(match[1]), month, day: Number(match[3]) }
}

/** `2026-11-23` → `23 Nov 2026` (`year: false`: `23 Nov`). Anything else is returned as it is. */
export function formatDay(iso: string, options: { year?: boolean } = {}): string {
  const day = parts(iso)
  if (!day) return iso
  const short = `${day.day} ${MONTHS[day.month - 1]}`
  return options.year === false ? short : `${short} ${day.year}`
}

/** `2026-11-01` → `Nov 2026`; `long`: `November 2026`; `year: false`: `Nov`. */
export function formatMonth(iso: string, options: { year?: boolean; long?: boolean } = {}): string {
  const day = parts(iso)
  if (!day) return iso
  const name = (options.long ? MONTHS_LONG : MONTHS)[day.month - 1]
  return options.year === false ? `${name}` : `${name} ${day.year}`
}

/** `1 Sep – 23 Nov 2026`, `28 Dec 2025 – 3 Jan 2026`, `23 Nov 2026`; both ends included. */
export function formatDayRange(from: string, to: string): string {
  if (from === to) return formatDay(to)
  const a = parts(from)
  const b = parts(to)
  if (!a || !b) return `${from} – ${to}`
  if (a.year !== b.year) return `${formatDay(from)} – ${formatDay(to)}`
  if (a.month !== b.month) return `${formatDay(from, { year: false })} – ${formatDay(to)}`
  return `${a.day} – ${formatDay(to)}`
}

/** An instant in the store's time zone: `23 Nov 2026, 14:02`. */
export function formatTimestamp(instant: string | Date, timeZone: string): string {
  const date = instant instanceof Date ? instant : new Date(instant)
  if (Number.isNaN(date.getTime())) return String(instant)
  const found = new Map(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(date)
      .map((part) => [part.type, part.value]),
  )
  const day = `${found.get('year')}-${found.get('month')}-${found.get('day')}`
  return `${formatDay(day)}, ${found.get('hour')}:${found.get('minute')}`
}

/** The time of day of an instant in a time zone, to the millisecond: `14:02:07.318`. */
export function formatClock(instant: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  }).format(instant)
}

/** How long ago, in words: `just now`, `3 min ago`, `5 h ago`, `12 days ago`. */
export function formatAgo(instant: string | Date, now: Date): string {
  const seconds = (now.getTime() - new Date(instant).getTime()) / 1000
  if (Number.isNaN(seconds)) return String(instant)
  if (seconds < 60) return 'just now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`
  const days = Math.floor(seconds / 86_400)
  return days === 1 ? '1 day ago' : `${days} days ago`
}

/** Seconds as a reader says them: `0.4 s`, `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return NO_VALUE
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const two = (n: number) => String(n).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`
}

/** The same, with what is short in milliseconds: `9 ms`, `420 ms`, `1.2 s`. */
export function formatTook(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds >= 1) return formatDuration(seconds)
  const milliseconds = Math.round(seconds * 1000)
  return milliseconds < 1 ? '< 1 ms' : `${milliseconds} ms`
}

/** Bytes with a decimal unit: `912 B`, `1.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = bytes
  let step = 0
  while (Math.abs(size) >= 1000 && step < units.length - 1) {
    size /= 1000
    step += 1
  }
  return `${step === 0 ? size : size.toFixed(size < 10 ? 1 : 0)} ${units[step]}`
}
