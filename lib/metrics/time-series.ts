import { bucketStarts, type DayRange, type Grain } from '@/lib/core/dates'
import { metricByName } from './catalog'
import type { QueryResult, QueryRow } from './query'

/**
 * The rows of a query by one calendar dimension with those buckets added that had no data: sums and
 * counts are zero there, ratios have no value.
 * @param result of a query by `day`, `week` or `month` alone
 */
export function filledSeries(
  result: QueryResult,
  grain: Extract<Grain, 'day' | 'week' | 'month'>,
  range: DayRange,
): QueryRow[] {
  const metrics = result.columns.filter((column) => column.kind === 'metric')
  const empty = Object.fromEntries(
    metrics.map(({ name, unit }) => {
      if (typeof metricByName(name).formula !== 'string') return [name, null]
      return [name, unit === 'money' ? '0.00' : 0]
    }),
  )
  const found = new Map(result.rows.map((row) => [row[grain], row]))
  return bucketStarts(grain, range).map((start) => found.get(start) ?? { [grain]: start, ...empty })
}
