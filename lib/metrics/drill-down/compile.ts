import { compileCells, hasFigure, Parameters, withTimeZone } from '../compile-cells'
import { type Dimension, dimensionByName } from '../dimensions'
import { expression, numericExpression } from '../expression'
import { partLabel } from '../part-labels'
import type { SourceName } from '../types'
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

/** One row: how many rows there are, each part added up over them, and the metric of those sums. */
export function compileTotals(request: DrillDownRequest, timeZone: string) {
  const params = new Parameters()
  const { parts, metric } = request
  const sums = parts.map((part) => `coalesce(sum(${part}), 0) as ${part}`)
  const sql = `with ${cellsOf(request, params)},
sums as (select count(*) as n, ${sums.join(', ')} from kept)
select n as rows, ${expression(metric)} as value, ${asText(parts)} from sums`
  return { sql: withTimeZone(sql, timeZone, params), params: params.values }
}

/** The rows in order: all of them, or `limit` from `offset` on. */
export function compileRows(
  request: DrillDownRequest,
  { sort, descending }: DrillDownOrder,
  timeZone: string,
  page?: { limit: number; offset: number },
) {
  const params = new Parameters()
  const { grain, parts, metric } = request
  const cells = cellsOf(request, params)
  const column = { date: 'anchor', id: 'k0', value: 'sortable' }[sort] ?? sort
  const direction = descending ? 'desc nulls last' : 'asc nulls last'
  // The id decides among equals, so that no row is on two pages.
  const order = (alias: string) =>
    `order by ${alias}${column} ${direction}${column === 'k0' ? '' : `, ${alias}k0 ${direction}`}`
  const limit = page ? `${order('')} limit ${params.add(page.limit)} offset ${params.add(page.offset)}` : ''
  const { select, from } = DETAILS[grain]
  const sql = `with ${cells},
p as (
  select kept.*, ${numericExpression(metric)} as sortable, ${expression(metric)} as value
  from kept ${limit}
)
select p.k0 as id, ${select}, p.value, ${asText(parts, 'p.')}
from p ${from}
${order('p.')}`
  return { sql: withTimeZone(sql, timeZone, params), params: params.values }
}
