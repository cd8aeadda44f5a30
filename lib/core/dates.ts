/**
 * Arithmetic on days, which are text (YYYY-MM-DD) everywhere but in the warehouse, where facts carry a
 * date_key (yyyymmdd). No clock and no time zone of the machine gets in; "today" takes both from the caller.
 */

/** Days from `from` to `to`, both included. */
export interface DayRange {
  from: string
  to: string
}

export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year'

const DAY_MS = 86_400_000
const time = (day: string) => Date.parse(`${day}T00:00:00Z`)
const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** True for a day that exists, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = time(text)
  return !Number.isNaN(ms) && iso(ms) === text
}

/** `2026-11-23` → 20261123. */
export function toDateKey(day: string): number {
  return Number(day.replaceAll('-', ''))
}

/** 20261123 → `2026-11-23`. */
export function fromDateKey(key: number): string {
  const text = String(key).padStart(8, '0')
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
}

/** The day `days` later (earlier when negative). */
export function addDays(day: string, days: number): string {
  return iso(time(day) + days * DAY_MS)
}

/** Whole days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: string, b: string): number {
  return Math.round((time(b) - time(a)) / DAY_MS)
}

/** Number of days in a range. */
export function lengthInDays({ from, to }: DayRange): number {
  return daysBetween(from, to) + 1
}

/** The day `months` later; the 31st becomes the last day of a shorter month. */
export function addMonths(day: string, months: number): string {
  const date = new Date(time(day))
  const target = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0))
  target.setUTCDate(Math.min(date.getUTCDate(), target.getUTCDate()))
  return iso(target.getTime())
}

/** Whole calendar months from the month of `a` to the month of `b`. */
export function monthsBetween(a: string, b: string): number {
  const months = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return months(b) - months(a)
}

/** First day of the bucket `day` lies in: itself, its Monday, or the first of its month, quarter or year. */
export function startOf(grain: Grain, day: string): string {
  switch (grain) {
    case 'day':
      return day
    case 'week':
      return addDays(day, -((new Date(time(day)).getUTCDay() + 6) % 7))
    case 'month':
      return `${day.slice(0, 7)}-01`
    case 'quarter':
      return addMonths(`${day.slice(0, 7)}-01`, -((Number(day.slice(5, 7)) - 1) % 3))
    case 'year':
      return `${day.slice(0, 4)}-01-01`
  }
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const

/** First day of the bucket after the one that starts on `start`. */
export function nextStart(grain: Grain, start: string): string {
  if (grain === 'day') return addDays(start, 1)
  return grain === 'week' ? addDays(start, 7) : addMonths(start, MONTHS[grain])
}

/** Last day of the bucket that starts on `start`. */
export function endOf(grain: Grain, start: string): string {
  return addDays(nextStart(grain, start), -1)
}

/** First days of all buckets that touch a range, in order. */
export function bucketStarts(grain: Grain, range: DayRange): string[] {
  const starts: string[] = []
  for (let start = startOf(grain, range.from); start <= range.to; start = nextStart(grain, start))
    starts.push(start)
  return starts
}

/** As many days, directly before. */
export function previousPeriod(range: DayRange): DayRange {
  const to = addDays(range.from, -1)
  return { from: addDays(to, 1 - lengthInDays(range)), to }
}

/** The same calendar days twelve months earlier (29 February becomes the 28th). */
export function samePeriodLastYear({ from, to }: DayRange): DayRange {
  return { from: addMonths(from, -12), to: addMonths(to, -12) }
}

/** The day an instant lies on in a time zone. */
export function dayIn(timeZone: string, instant: Date): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(instant)
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

/** Today in the store's time zone by the given clock. */
export function today(timeZone: string, clock: () => Date): string {
  return dayIn(timeZone, clock())
}
