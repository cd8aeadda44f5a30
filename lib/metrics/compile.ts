import { metricByName, partsOf } from './catalog'
import { compileCells, hasFigure, Parameters, withTimeZone } from './compile-cells'
import { dimensionByName } from './dimensions'
import { expression } from './expression'
import type { QueryRequest } from './request'
import type { Metric, MetricUnit, SourceName } from './types'

export interface QueryColumn {
  name: string
  label: string
  /** What a metric is measured in; of a dimension what its values are. */
  unit: MetricUnit | 'date' | 'text' | 'integer'
  kind: 'dimension' | 'metric'
}

export interface CompiledQuery {
  sql: string
  params: unknown[]
  columns: QueryColumn[]
  /** Where the figures come from. */
  sources: SourceName[]
}

export interface CompileOptions {
  /** IANA name; the hour of a refund is in it. */
  timeZone: string
  /** No result has more rows; one more is fetched, so that the caller can tell. */
  maxRows?: number
  excluded?: ReadonlySet<SourceName>
}

/**
 * Turns a question into one statement. Each source sums its parts per cell (combination of the
 * dimensions' values); cells of several sources are added up; metrics are computed from the sums.
 * @throws QueryError for unknown names, values a dimension cannot have, and parts that cannot be split so
 */
export function compileQuery(request: QueryRequest, options: CompileOptions): CompiledQuery {
  const by = request.by.map(dimensionByName)
  const metrics = request.metrics.map((name) => ({ name, metric: metricFor(name, request) }))
  const parts = [...new Set(metrics.flatMap(({ metric }) => partsOf(metric)))]
  const params = new Parameters()
  const { ctes, sources } = compileCells({ parts, by, request, excluded: options.excluded }, params)
  const keys = by.map((_, i) => `k${i}`)

  const shown = by.map((dimension, i) => `${dimension.show(`k${i}`)} as "${dimension.name}"`)
  const figures = metrics.map(({ name, metric }) => `${expression(metric)} as "${name}"`)
  const sql = [
    `with ${ctes.join(',\n')}`,
    `select ${[...shown, ...figures].join(',\n  ')}`,
    'from cells',
    ...(keys.length > 0 ? [`where ${hasFigure(parts)}`] : []),
    ...(keys.length > 0 ? [`order by ${keys.join(', ')}`] : []),
    ...(options.maxRows ? [`limit ${options.maxRows + 1}`] : []),
  ].join('\n')
  return {
    sql: withTimeZone(sql, options.timeZone, params),
    params: params.values,
    columns: [
      ...by.map(({ name, label, type }) => ({ name, label, unit: type, kind: 'dimension' as const })),
      ...metrics.map(({ name, metric }) => ({
        name,
        label: metric.label,
        unit: metric.unit,
        kind: 'metric' as const,
      })),
    ],
    sources,
  }
}

/** The metric, or its twin where refunds are to count on the day of their order. */
export function metricFor(name: string, { returnsBy }: Pick<QueryRequest, 'returnsBy'>): Metric {
  const metric = metricByName(name)
  return returnsBy === 'order_date' && metric.byOrderDate ? metricByName(metric.byOrderDate) : metric
}
