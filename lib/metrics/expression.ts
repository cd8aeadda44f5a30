import type { Metric, MetricUnit } from './types'

const DIGITS: Record<MetricUnit, number> = { money: 2, ratio: 6, count: 0, units: 0, days: 0 }

const filled = (sql: string) => sql.replace(/\{(\w+)\}/g, '$1')

/** A metric from the sums of a cell, as exact text (amounts, ratios) or a whole number. */
export function expression(metric: Metric): string {
  const { formula, unit } = metric
  const value = numericExpression(metric)
  if (typeof formula === 'string')
    return DIGITS[unit] === 0 ? `${value}::bigint` : `round(${value}::numeric, ${DIGITS[unit]})::text`
  const divided = `round(${value}, ${formula.digits ?? 6})::text`
  return formula.unless ? `case when not (${filled(formula.unless)}) then ${divided} end` : divided
}

/** The same as a number, to sort by. */
export function numericExpression({ formula }: Metric): string {
  if (typeof formula === 'string') return `(${filled(formula)})`
  const [top, bottom] = formula.ratio.map(filled)
  return `((${top})::numeric / nullif(${bottom}, 0))`
}
