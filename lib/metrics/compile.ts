import { toDateKey } from '@/lib/core/dates'
import { metricByName, partsOf } from './catalog'
import { DATE_COLUMN, type Dimension, dimensionByName, type Join, TIME_ZONE } from './dimensions'
import { PARTS } from './parts'
import type { QueryRequest } from './request'
import { type Source, sourceOf, tableOf } from './sources'
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

/** Collects parameters and hands out their placeholders. */
class Parameters {
  readonly values: unknown[] = []
  add(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

/**
 * Turns a question into one statement. Each source sums its parts per cell (combination of the
 * dimensions' values); cells of several sources are added up; metrics are computed from the sums.
 * @throws QueryError for unknown names, values a dimension cannot have, and parts that cannot be split so
 */
export function compileQuery(request: QueryRequest, options: CompileOptions): CompiledQuery {
  const by = request.by.map(dimensionByName)
  const filters = Object.entries(request.where).map(([name, values]) => ({
    dimension: dimensionByName(name),
    values,
  }))
  const metrics = request.metrics.map((name) => ({ name, metric: metricFor(name, request) }))
  const parts = [...new Set(metrics.flatMap(({ metric }) => partsOf(metric)))]
  const all = [...by, ...filters.map(({ dimension }) => dimension)]

  const bySource = new Map<string, { source: Source; parts: string[] }>()
  for (const name of parts) {
    const part = PARTS.get(name)
    if (!part) throw new Error(`There is no part ${name}.`)
    const source = sourceOf(part, all, options.excluded)
    const group = bySource.get(source.name) ?? { source, parts: [] }
    group.parts.push(name)
    bySource.set(source.name, group)
  }

  const params = new Parameters()
  const groups = [...bySource.values()]
  const keys = by.map((_, i) => `k${i}`)
  const ctes = groups.map(({ source, parts }) => {
    const sql = selectCells({ source, parts, by, filters, request }, params)
    return `${source.name}_cells as (\n${sql}\n)`
  })
  const united = groups.map(({ source, parts: own }) => {
    const sums = parts.map((part) => `${own.includes(part) ? part : '0'} as ${part}`)
    return `  select ${[...keys, ...sums].join(', ')} from ${source.name}_cells`
  })
  const sums = parts.map((part) => `coalesce(sum(${part}), 0) as ${part}`)
  const grouping = keys.length > 0 ? `\n  group by ${keys.join(', ')}` : ''
  ctes.push(
    `cells as (\n  select ${[...keys, ...sums].join(', ')} from (\n${united.join('\n  union all\n')}\n  ) u${grouping}\n)`,
  )

  const shown = by.map((dimension, i) => `${dimension.show(`k${i}`)} as "${dimension.name}"`)
  const figures = metrics.map(({ name, metric }) => `${expression(metric)} as "${name}"`)
  const sql = [
    `with ${ctes.join(',\n')}`,
    `select ${[...shown, ...figures].join(',\n  ')}`,
    'from cells',
    // A mart also has cells of what was not asked for; without this, rows would depend on the source.
    ...(keys.length > 0 ? [`where ${parts.map((part) => `${part} <> 0`).join(' or ')}`] : []),
    ...(keys.length > 0 ? [`order by ${keys.join(', ')}`] : []),
    ...(options.maxRows ? [`limit ${options.maxRows + 1}`] : []),
  ].join('\n')
  return {
    sql: sql.replaceAll(TIME_ZONE, () => params.add(options.timeZone)),
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
    sources: groups.map(({ source }) => source.name),
  }
}

/** The metric, or its twin where refunds are to count on the day of their order. */
function metricFor(name: string, { returnsBy }: QueryRequest): Metric {
  const metric = metricByName(name)
  return returnsBy === 'order_date' && metric.byOrderDate ? metricByName(metric.byOrderDate) : metric
}

interface CellsOf {
  source: Source
  parts: string[]
  by: readonly Dimension[]
  filters: readonly { dimension: Dimension; values: readonly string[] }[]
  request: QueryRequest
}

/** One source's parts per cell. */
function selectCells(cells: CellsOf, params: Parameters): string {
  const { source, parts, by, filters, request } = cells
  const joins = new Set<Join>()
  const columnOf = (dimension: Dimension) => {
    const column = dimension.of(source.columnsOf)
    if (!column) throw new Error(`${source.columnsOf} has no ${dimension.name}.`)
    for (const join of column.joins ?? []) joins.add(join)
    return column.sql
  }
  const keys = by.map((dimension, i) => `${columnOf(dimension)} as k${i}`)
  const date = DATE_COLUMN[source.columnsOf]
  const conditions: string[] = []
  if (request.from) conditions.push(`${date} >= ${params.add(toDateKey(request.from))}`)
  if (request.to) conditions.push(`${date} <= ${params.add(toDateKey(request.to))}`)
  for (const { dimension, values } of filters) {
    const wanted = params.add(values.map((value) => dimension.parse(value)))
    conditions.push(`${columnOf(dimension)} = any(${wanted}::${dimension.sqlType}[])`)
  }
  const periodStart = source.name === 'buyers' ? startOfPeriod(by, columnOf, request, params) : ''
  if (source.name === 'buyers') joins.add('customers')
  const { from, condition } = tableOf(source, joins)
  if (condition) conditions.unshift(condition)
  const aggregates = parts.map((part) => `${PARTS.get(part)?.sources[source.name]} as ${part}`)
  const where = (more: string[] = []) => {
    const found = [...conditions, ...more]
    return found.length > 0 ? `\n  where ${found.join('\n    and ')}` : ''
  }
  const grouping = by.length > 0 ? `\n  group by ${by.map((_, i) => i + 1).join(', ')}` : ''
  if (source.name !== 'buyers')
    return `  select ${[...keys, ...aggregates].join(', ')}\n  from ${from}${where()}${grouping}`

  // One row a customer and cell first: what is counted are customers, not orders.
  const orders = source.columnsOf === 'fact_orders' ? 'count(*)' : 'count(distinct m.order_id)'
  const names = by.map((_, i) => `b.k${i}`)
  return `  select ${[...names, ...aggregates].join(', ')}
  from (
  select ${[...keys, 'c.customer_id', `${orders} as orders`, `min(v.first_date_key) >= min(${periodStart}) as is_new`].join(', ')}
  from ${from}
  join warehouse.customer_value v on v.customer_id = c.customer_id${where(['m.customer_key <> 0'])}
  group by ${[...by.map((_, i) => i + 1), 'c.customer_id'].join(', ')}
  ) b${grouping}`
}

/** The first day (date_key) of a bucket from the value it is grouped by. */
const BUCKET_START: Record<NonNullable<Dimension['grain']>, (column: string) => string> = {
  day: (column) => column,
  week: (column) => `to_char(${column}, 'YYYYMMDD')::integer`,
  month: (column) => `(${column} * 100 + 1)`,
  quarter: (column) => `(${column} / 10 * 10000 + (${column} % 10 * 3 - 2) * 100 + 1)`,
  year: (column) => `(${column} * 10000 + 101)`,
}

/** First day (date_key) of the period a row stands for: its finest calendar bucket within the days asked for. */
function startOfPeriod(
  by: readonly Dimension[],
  columnOf: (dimension: Dimension) => string,
  { from }: QueryRequest,
  params: Parameters,
): string {
  const starts: string[] = []
  for (const dimension of by) {
    const toKey = dimension.grain && BUCKET_START[dimension.grain]
    if (toKey) starts.push(toKey(columnOf(dimension)))
  }
  // A week may begin before the month it is split by: the later start bounds the cell.
  if (from) starts.push(`${params.add(toDateKey(from))}::integer`)
  return starts.length === 0 ? '0' : `greatest(${starts.join(', ')})`
}

const DIGITS: Record<MetricUnit, number> = { money: 2, ratio: 6, count: 0, units: 0, days: 0 }

/** A metric from the sums of a cell, as exact text (amounts, ratios) or a whole number. */
function expression({ formula, unit }: Metric): string {
  const filled = (sql: string) => sql.replace(/\{(\w+)\}/g, '$1')
  if (typeof formula === 'string') {
    const sql = `(${filled(formula)})`
    return DIGITS[unit] === 0 ? `${sql}::bigint` : `round(${sql}::numeric, ${DIGITS[unit]})::text`
  }
  const [top, bottom] = formula.ratio.map(filled)
  const divided = `round((${top})::numeric / nullif(${bottom}, 0), ${formula.digits ?? 6})::text`
  return formula.unless ? `case when not (${filled(formula.unless)}) then ${divided} end` : divided
}
