import type { DayRange } from '@/lib/core/dates'
import { queryMetrics } from '@/lib/metrics/query'
import type { TableRow } from './table'
import type { ViewContext } from './view'

export interface MetricAsk {
  metrics: readonly string[]
  by?: readonly string[]
  /** The period of the page unless given. */
  range?: DayRange
  /** Further conditions, on top of the page's filters. */
  where?: Record<string, string[]>
  /** The page's filters are left out. */
  unfiltered?: boolean
}

/** Rows of the semantic layer under the page's filters; the one way views reach it. */
export async function metricRows(context: ViewContext, ask: MetricAsk): Promise<TableRow[]> {
  const range = ask.range ?? context.period
  const answer = await queryMetrics({
    metrics: [...ask.metrics],
    by: [...(ask.by ?? [])],
    from: range.from,
    to: range.to,
    // For the whole page: a total must be the same in every card.
    returnsBy: context.state.returns === 'order' ? 'order_date' : 'refund_date',
    where: { ...(ask.unfiltered ? {} : context.where), ...ask.where },
  })
  return answer.rows
}

/** The one row of a query without dimensions; empty when there is nothing. */
export async function metricTotals(context: ViewContext, ask: Omit<MetricAsk, 'by'>): Promise<TableRow> {
  return (await metricRows(context, ask))[0] ?? {}
}

/** The same for the comparison period; null when there is none. */
export async function comparedTotals(
  context: ViewContext,
  ask: Omit<MetricAsk, 'by' | 'range'>,
): Promise<TableRow | null> {
  const { comparison } = context.period
  return comparison ? metricTotals(context, { ...ask, range: comparison }) : null
}
