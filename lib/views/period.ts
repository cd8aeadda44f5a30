import { formatDay, formatDayRange, formatMonth } from '@/lib/core/format'
import { COMPARISON_LABELS, PRESET_LABELS } from './labels'
import type { ViewState } from './search-params'

/** Days from `from` to `to`, both included, YYYY-MM-DD. */
export interface DayRange {
  from: string
  to: string
}

export interface ResolvedPeriod extends DayRange {
  /** What the button says: `1 Sep – 23 Nov 2026`. */
  label: string
  /** `Last 90 days`. */
  preset: string
  comparison: (DayRange & { label: string; name: string }) | null
  grain: 'day' | 'week' | 'month'
  /** The day that is not over yet, when the period includes it. */
  unfinished: string | null
  /** First and last day with a sold order; null in an empty warehouse. */
  data: DayRange | null
}

const DAY_MS = 86_400_000
const time = (day: string) => Date.parse(`${day}T00:00:00Z`)
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** `day` moved by whole days. */
export function addDays(day: string, days: number): string {
  return iso(time(day) + days * DAY_MS)
}

/** Number of days in a range. */
export function lengthInDays({ from, to }: DayRange): number {
  return Math.round((time(to) - time(from)) / DAY_MS) + 1
}

/** `day` moved by whole months; the 31st becomes the last day of a shorter month. */
export function addMonths(day: string, months: number): string {
  const date = new Date(time(day))
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0))
  last.setUTCDate(Math.min(date.getUTCDate(), last.getUTCDate()))
  return iso(last.getTime())
}

const startOfMonth = (day: string) => `${day.slice(0, 7)}-01`
const endOfMonth = (day: string) => addDays(addMonths(startOfMonth(day), 1), -1)
const earlier = (a: string, b: string) => (a < b ? a : b)

/** The day's bucket: itself, its Monday, or the first of its month. */
export function bucketOf(day: string, grain: 'day' | 'week' | 'month'): string {
  if (grain === 'day') return day
  if (grain === 'month') return startOfMonth(day)
  const weekday = (new Date(time(day)).getUTCDay() + 6) % 7
  return addDays(day, -weekday)
}

/** Last day of a bucket. */
export function bucketEnd(bucket: string, grain: 'day' | 'week' | 'month'): string {
  if (grain === 'day') return bucket
  return grain === 'week' ? addDays(bucket, 6) : endOfMonth(bucket)
}

/** All buckets that touch a range, in order. */
export function buckets(range: DayRange, grain: 'day' | 'week' | 'month'): string[] {
  const found: string[] = []
  for (let at = bucketOf(range.from, grain); at <= range.to; at = addDays(bucketEnd(at, grain), 1))
    found.push(at)
  return found
}

/** The range of a preset that ends on `anchor`. */
function rangeOf(state: ViewState, anchor: string, data: DayRange): DayRange {
  switch (state.period) {
    case '7d':
      return { from: addDays(anchor, -6), to: anchor }
    case '30d':
      return { from: addDays(anchor, -29), to: anchor }
    case '90d':
      return { from: addDays(anchor, -89), to: anchor }
    case 'month':
      return { from: startOfMonth(anchor), to: anchor }
    case 'last-month': {
      const from = addMonths(startOfMonth(anchor), -1)
      return { from, to: endOfMonth(from) }
    }
    case 'quarter': {
      const month = Number(anchor.slice(5, 7))
      return { from: addMonths(startOfMonth(anchor), -((month - 1) % 3)), to: anchor }
    }
    case 'year':
      return { from: `${anchor.slice(0, 4)}-01-01`, to: anchor }
    case 'all':
      return { from: earlier(data.from, anchor), to: data.to }
    case 'custom': {
      const to = state.to ?? anchor
      const from = state.from ?? addDays(to, -89)
      return from <= to ? { from, to } : { from: to, to: from }
    }
  }
}

/** The same number of days in the calendar unit before, or directly before. */
function previousOf(state: ViewState, range: DayRange): DayRange {
  const months = { month: 1, 'last-month': 1, quarter: 3, year: 12 }[state.period as string]
  if (months !== undefined) {
    const from = addMonths(range.from, -months)
    const whole = state.period === 'last-month'
    return { from, to: whole ? addDays(range.from, -1) : addMonths(range.to, -months) }
  }
  const days = lengthInDays(range)
  return { from: addDays(range.from, -days), to: addDays(range.from, -1) }
}

function comparisonOf(state: ViewState, range: DayRange, data: DayRange): DayRange | null {
  if (state.compare === 'none') return null
  const found =
    state.compare === 'year'
      ? { from: addMonths(range.from, -12), to: addMonths(range.to, -12) }
      : previousOf(state, range)
  // Nothing was recorded then: a comparison would claim growth from zero.
  return found.to < data.from ? null : found
}

/**
 * Turns the URL's state into days.
 *
 * Presets end on the last *finished* day with data, so figures compare like with like and an old
 * export does not show an empty screen; a custom period may include today, which is then reported
 * as unfinished.
 * @param data first and last day with a sold order, null in an empty warehouse
 * @param today today in the store's time zone
 */
export function resolvePeriod(state: ViewState, data: DayRange | null, today: string): ResolvedPeriod {
  const known = data ?? { from: today, to: today }
  const last = earlier(known.to, today)
  const anchor = last === today && known.from < today ? addDays(today, -1) : last
  const range = rangeOf(state, anchor, { from: known.from, to: last })
  const days = lengthInDays(range)
  const compared = comparisonOf(state, range, known)
  return {
    ...range,
    label: formatDayRange(range.from, range.to),
    preset: PRESET_LABELS[state.period],
    comparison: compared && {
      ...compared,
      label: formatDayRange(compared.from, compared.to),
      name: COMPARISON_LABELS[state.compare],
    },
    grain: state.grain ?? (days <= 100 ? 'day' : days <= 400 ? 'week' : 'month'),
    unfinished: range.from <= today && today <= range.to ? today : null,
    data,
  }
}

/** What a bucket is called: `23 Nov 2026`, `Week of 16 Nov 2026`, `Nov 2026`. */
export function bucketLabel(bucket: string, grain: 'day' | 'week' | 'month'): string {
  if (grain === 'month') return formatMonth(bucket)
  return grain === 'week' ? `Week of ${formatDay(bucket)}` : formatDay(bucket)
}
