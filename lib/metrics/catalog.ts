import { customers } from './definitions/customers'
import { profit } from './definitions/profit'
import { returns } from './definitions/returns'
import { sales } from './definitions/sales'
import { unknownName } from './query-error'
import type { Metric } from './types'

/** Every metric there is, in the order of the docs. */
export const METRICS: readonly Metric[] = [...sales, ...returns, ...profit, ...customers]

const byName = new Map(METRICS.map((metric) => [metric.name, metric]))

/** The metric of this name. @throws QueryError listing the valid ones, nearest first */
export function metricByName(name: string): Metric {
  const found = byName.get(name)
  if (found) return found
  throw unknownName(
    'metric',
    name,
    METRICS.map((metric) => metric.name),
  )
}

/** The names of the parts a metric is made of. */
export function partsOf({ formula }: Metric): string[] {
  const sql = typeof formula === 'string' ? formula : `${formula.ratio.join(' ')} ${formula.unless ?? ''}`
  return [...new Set([...sql.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))]
}
