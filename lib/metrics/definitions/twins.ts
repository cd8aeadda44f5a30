import type { Metric } from '../types'

const REFUND_PARTS = /\{(returns|returned_units|returned_cost|costed_returns)\}/g

/** Adds to every metric its twin that counts refunds on the day of their order. */
export function withTwins(metrics: Metric[]): Metric[] {
  return metrics.flatMap((metric) => {
    const twin = `${metric.name}_by_order_date`
    return [
      { ...metric, byOrderDate: twin },
      { ...twinOf(metric), name: twin, twinOf: metric.name },
    ]
  })
}

function twinOf(metric: Metric): Metric {
  const turn = (sql: string) => sql.replace(REFUND_PARTS, '{$1_by_order_date}')
  const { formula } = metric
  return {
    ...metric,
    label: `${metric.label}, returns by order date`,
    description: `${metric.description.replace(/, by refund date/, '')} Refunds count on the day of their order.`,
    formula:
      typeof formula === 'string'
        ? turn(formula)
        : {
            ...formula,
            ratio: [turn(formula.ratio[0]), turn(formula.ratio[1])],
            unless: formula.unless === undefined ? undefined : turn(formula.unless),
          },
  }
}
