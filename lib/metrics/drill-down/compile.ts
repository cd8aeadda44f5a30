import { compileCells, hasFigure, Parameters, withTimeZone } from '../compile-cells'
import { type Dimension, dimensionByName } from '../dimensions'
import { expression, numericExpression } from '../expression'
import { partLabel } from '../part-labels'
import type { Metric, SourceName } from '../types'
import type { DrillDownOrder, DrillDownRequest, Grain } from './request'

/** A refund by itself; no dimension to readers, since sales have none. */
const REFUND: Dimension = {
  ...dimensionByName('order'),
  name: 'refund',
  of: (source) =>
    source === 'fact_refunds' || source === 'fact_refunds_by_order_date' ? { sql: 'm.refund_id' } : undefined,
}

const KEYS: Record<Grain, Dimension> = {
  order: dimensionByName('order'),
  refund: REFUND,
  customer: dimensionByName('customer'),
}

/** The partition key of the row that is listed: the order's day, or the refund's own. */
const ANCHORS: Record<Grain, Partial<Record<SourceName, string>> | undefined> = {
  order: {
    fact_orders: 'm.date_key',
    fact_sales: 'm.date_key',
    fact_refunds: 'm.order_date_key',
    fact_refunds_by_order_date: 'm.order_date_key',
  },
  refund: { fact_refunds: 'm.date_key', fact_refunds_by_order_date: 'm.date_key' },
  customer: undefined,
}

/** What is told about a listed row besides its figures, in the order of `DETAILS`. */
const DETAILS: Record<Grain, { select: string; from: string }> = {
  order: {
    select: `o.order_id as "orderId", o.ordered_at as at, o.status, o.channel, o.ship_country as country,
       c.customer_id as "customerId", coalesce(c.full_name, nullif(concat_ws(' ', c.first_name, c.last_name), '')) as name`,
    from: `left join warehouse.fact_orders o on o.order_id = p.k0 and o.date_key = p.anchor
     left join warehouse.dim_customers c on c.customer_key = o.customer_key`,
  },
  refund: {
    select: `r.order_id as "orderId", r.refunded_at as at, r.status, r.channel, r.ship_country as country,
       c.customer_id as "customerId", coalesce(c.full_name, nullif(concat_ws(' ', c.first_name, c.last_name), '')) as name`,
    from: `left join warehouse.fact_refunds r on r.refund_id = p.k0 and r.date_key = p.anchor
     left join warehouse.dim_customers c on c.customer_key = r.customer_key`,
  },
  customer: {
    select: `null as "orderId", null::timestamptz as at, null as status, null as channel, c.country,
       c.customer_id as "customerId", coalesce(c.full_name, nullif(concat_ws(' ', c.first_name, c.last_name), '')) as name`,
    from: 'left join warehouse.dim_customers c on c.customer_id = p.k0 and c.is_current',
  },
}

/** The parts of a metric per order, refund or customer: the definition's own rows, only not added up so far. */
function cellsOf({ grain, parts, from, to, where }: DrillDownRequest, params: Parameters): string {
  const { ctes } = compileCells(
    { parts, by: [KEYS[grain]], request: { from, to, where }, anchor: ANCHORS[grain] },
    params,
  )
  return [...ctes, `kept as (select * from cells where ${hasFigure(parts)})`].join(',\n')
}

/** Sums as text: amounts with their cents, counts whole. */
const asText = (parts: readonly string[], alias = '') =>
  parts
    .map((part) =>
      partLabel(part).unit === 'money'
        ? `round(${alias}${part}::numeric, 2)::text as "${part}"`
        : `${alias}${part}::bigint::text as "${part}"`,
    )
    .join(', ')

/** How rows are sorted: a column and, so that no row is on two pages, the id among equals. */
function orderOf({ sort, descending }: DrillDownOrder): (alias: string) => string {
  const column = { date: 'anchor', id: 'k0', value: 'sortable' }[sort] ?? sort
  const direction = descending ? 'desc nulls last' : 'asc nulls last'
  return (alias) =>
    `order by ${alias}${column} ${direction}${column === 'k0' ? '' : `, ${alias}k0 ${direction}`}`
}

/** Rows (alias p, ordered) of `kept`, each with the metric of itself. */
const valued = (metric: Metric, limit: string) => `p as (
  select kept.*, ${numericExpression(metric)} as sortable, ${expression(metric)} as value
  from kept ${limit}
)`

/** All rows in order. */
export function compileRows(request: DrillDownRequest, order: DrillDownOrder, timeZone: string) {
  const params = new Parameters()
  const { grain, parts, metric } = request
  const { select, from } = DETAILS[grain]
  const sql = `with ${cellsOf(request, params)},
${valued(metric, '')}
select p.k0 as id, ${select}, p.value, ${asText(parts, 'p.')}
from p ${from}
${orderOf(order)('p.')}`
  return { sql: withTimeZone(sql, timeZone, params), params: params.values }
}

/**
 * `limit` rows from `offset` on, each beside `totals` as JSON: how many rows there are in all, each part added up over
 * them, and the metric of those sums. One row without an id where the page is empty. The rows of a figure are found
 * once for both: asked for apart, they took twice as long.
 */
export function compilePage(
  request: DrillDownRequest,
  order: DrillDownOrder,
  timeZone: string,
  page: { limit: number; offset: number },
) {
  const params = new Parameters()
  const { grain, parts, metric } = request
  const sums = parts.map((part) => `coalesce(sum(${part}), 0) as ${part}`)
  const cells = cellsOf(request, params)
  const sorted = orderOf(order)
  const limit = `${sorted('')} limit ${params.add(page.limit)} offset ${params.add(page.offset)}`
  const { select, from } = DETAILS[grain]
  const sql = `with ${cells},
sums as (select count(*) as n, ${sums.join(', ')} from kept),
totals as (select n as rows, ${expression(metric)} as value, ${asText(parts)} from sums),
${valued(metric, limit)}
select to_jsonb(totals) as totals, p.k0 as id, ${select}, p.value, ${asText(parts, 'p.')}
from totals left join p on true ${from}
${sorted('p.')}`
  return { sql: withTimeZone(sql, timeZone, params), params: params.values }
}
