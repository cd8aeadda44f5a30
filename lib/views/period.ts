import {
  addDays,
  addMonths,
  type DayRange,
  endOf,
  lengthInDays,
  previousPeriod,
  samePeriodLastYear,
  startOf,
} from '@/lib/core/dates'
import { formatDay, formatDayRange, formatMonth } from '@/lib/core/format'
import { COMPARISON_LABELS, PRESET_LABELS } from './labels'
import type { ViewState } from './search-params'

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

const startOfMonth = (day: string) => startOf('month', day)
const earlier = (a: string, b: string) => (a < b ? a : b)

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
      return { from, to: endOf('month', from) }
    }
    case 'quarter':
      return { from: startOf('quarter', anchor), to: anchor }
    case 'year':
      return { from: startOf('year', anchor), to: anchor }
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
  return previousPeriod(range)
}

function comparisonOf(state: ViewState, range: DayRange, data: DayRange): DayRange | null {
  if (state.compare === 'none') return null
  const found = state.compare === 'year' ? samePeriodLastYear(range) : previousOf(state, range)
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
