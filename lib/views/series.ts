import { bucketStarts, endOf } from '@/lib/core/dates'
import type { Figure } from '@/lib/core/format'
import { bucketLabel, type ResolvedPeriod } from './period'
import type { TableRow } from './table'

export interface Bucket {
  /** First day, YYYY-MM-DD. */
  start: string
  label: string
  /** Cut by an end of the period, or not over yet. */
  partial: boolean
  /** The bucket at the same place of the comparison period. */
  compared: { start: string; label: string } | null
}

/** The buckets of a period with their partners in the comparison, in order. */
export function bucketsOf(period: ResolvedPeriod): Bucket[] {
  const { grain, comparison } = period
  const partners = comparison ? bucketStarts(grain, comparison) : []
  return bucketStarts(grain, period).map((start, index) => {
    const end = endOf(grain, start)
    const partner = partners[index]
    return {
      start,
      label: bucketLabel(start, grain),
      partial:
        start < period.from ||
        end > period.to ||
        (period.unfinished !== null && period.unfinished <= end && period.unfinished >= start),
      compared: partner === undefined ? null : { start: partner, label: bucketLabel(partner, grain) },
    }
  })
}

/** Values of `name` by the day, week or month in `dimension`. */
export function byBucket(rows: readonly TableRow[], dimension: string, name: string): Map<string, Figure> {
  return new Map(rows.map((row) => [String(row[dimension]).slice(0, 10), row[name]]))
}

/** What to say about an incomplete first or last bucket; undefined when all are whole. */
export function partialSentence(period: ResolvedPeriod): string | undefined {
  const all = bucketsOf(period)
  const partial = all.filter((bucket) => bucket.partial)
  if (partial.length === 0) return undefined
  if (period.unfinished && period.grain === 'day') return `${partial.at(-1)?.label} is not over: drawn faded`
  const names = partial.map((bucket) => bucket.label.replace(/^Week/, 'the week'))
  return `${capital(names.join(' and '))} ${names.length > 1 ? 'are' : 'is'} not whole: drawn faded`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
