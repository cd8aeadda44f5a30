import { toDateKey } from '@/lib/core/dates'
import { DATE_COLUMN, type Dimension, dimensionByName, type Join, TIME_ZONE } from './dimensions'
import { PARTS } from './parts'
import type { QueryRequest } from './request'
import { type Source, sourceOf, tableOf } from './sources'
import type { SourceName } from './types'

/** Collects parameters and hands out their placeholders. */
export class Parameters {
  readonly values: unknown[] = []
  add(value: unknown): string {
    this.values.push(value)
    return `$${this.values.length}`
  }
}

/** What is summed, per what, and from which rows. */
export interface CellsAsk {
  parts: readonly string[]
  by: readonly Dimension[]
  request: Pick<QueryRequest, 'from' | 'to' | 'where'>
  /** A further column `anchor`, the least of this over a cell’s rows. */
  anchor?: Partial<Record<SourceName, string>>
  excluded?: ReadonlySet<SourceName>
}

export interface Cells {
  /** Common table expressions, the last of which is `cells`: keys k0, k1, … and a column a part. */
  ctes: string[]
  sources: SourceName[]
}

/**
 * The sums of parts per cell (combination of the dimensions' values). Each source sums its own; the
 * cells of several sources are added up. Every question about a metric goes through here: which rows
 * count, on which day, and under which conditions is said nowhere else.
 */
export function compileCells(ask: CellsAsk, params: Parameters): Cells {
  const { parts, by, request, anchor, excluded } = ask
  const filters = Object.entries(request.where).map(([name, values]) => ({
    dimension: dimensionByName(name),
    values,
  }))
  const all = [...by, ...filters.map(({ dimension }) => dimension)]
  const bySource = new Map<string, { source: Source; parts: string[] }>()
  for (const name of parts) {
    const part = PARTS.get(name)
    if (!part) throw new Error(`There is no part ${name}.`)
    const source = sourceOf(part, all, excluded)
    const group = bySource.get(source.name) ?? { source, parts: [] }
    group.parts.push(name)
    bySource.set(source.name, group)
  }
  const groups = [...bySource.values()]
  const keys = by.map((_, i) => `k${i}`)
  const ctes = groups.map(({ source, parts: own }) => {
    const sql = selectCells({ source, parts: own, by, filters, request, anchor }, params)
    return `${source.name}_cells as (\n${sql}\n)`
  })
  const extra = anchor ? ['anchor'] : []
  const united = groups.map(({ source, parts: own }) => {
    const sums = parts.map((part) => `${own.includes(part) ? part : '0'} as ${part}`)
    return `  select ${[...keys, ...extra, ...sums].join(', ')} from ${source.name}_cells`
  })
  const sums = parts.map((part) => `coalesce(sum(${part}), 0) as ${part}`)
  const least = extra.map((name) => `min(${name}) as ${name}`)
  const grouping = keys.length > 0 ? `\n  group by ${keys.join(', ')}` : ''
  ctes.push(
    `cells as (\n  select ${[...keys, ...least, ...sums].join(', ')} from (\n${united.join('\n  union all\n')}\n  ) u${grouping}\n)`,
  )
  return { ctes, sources: groups.map(({ source }) => source.name) }
}

/** A mart also has cells of what was not asked for; without this, rows would depend on the source. */
export const hasFigure = (parts: readonly string[]) => parts.map((part) => `${part} <> 0`).join(' or ')

/** Binds the store's time zone wherever a dimension needs it. */
export const withTimeZone = (sql: string, timeZone: string, params: Parameters) =>
  sql.replaceAll(TIME_ZONE, () => params.add(timeZone))

interface CellsOf {
  source: Source
  parts: string[]
  by: readonly Dimension[]
  filters: readonly { dimension: Dimension; values: readonly string[] }[]
  request: CellsAsk['request']
  anchor: CellsAsk['anchor']
}

/** One source's parts per cell. */
function selectCells(cells: CellsOf, params: Parameters): string {
  const { source, parts, by, filters, request, anchor } = cells
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
  const anchors = anchor ? [`min(${anchor[source.name]}) as anchor`] : []
  const where = (more: string[] = []) => {
    const found = [...conditions, ...more]
    return found.length > 0 ? `\n  where ${found.join('\n    and ')}` : ''
  }
  const grouping = by.length > 0 ? `\n  group by ${by.map((_, i) => i + 1).join(', ')}` : ''
  if (source.name !== 'buyers')
    return `  select ${[...keys, ...anchors, ...aggregates].join(', ')}\n  from ${from}${where()}${grouping}`

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
  { from }: CellsAsk['request'],
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
