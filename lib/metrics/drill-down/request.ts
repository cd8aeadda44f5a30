import { z } from 'zod'
import { metricByName, partsOf } from '../catalog'
import { metricFor } from '../compile'
import { QueryError, unknownName } from '../query-error'
import { normaliseRequest, parseConditions } from '../request'
import type { Metric } from '../types'

/** What a figure is taken apart into: whole orders, single refunds, or known customers. */
export type Grain = 'order' | 'refund' | 'customer'

/** Which figure is to be explained. */
export interface DrillDownInput {
  metric: string
  from?: string
  to?: string
  where?: Readonly<Record<string, readonly string[]>>
  returnsBy?: 'refund_date' | 'order_date'
}

/** How the rows come. */
export interface DrillDownOrder {
  /** `date`, `id`, `value` or a part of the metric. */
  sort: string
  descending: boolean
}

export interface DrillDownRequest {
  metric: Metric
  grain: Grain
  /** The sums the metric is made of. */
  parts: string[]
  /** Of these, the ones its arithmetic is on: a column each. The others only decide whether there is a value. */
  shown: string[]
  from?: string
  to?: string
  where: Record<string, string[]>
  returnsBy: 'refund_date' | 'order_date'
}

const REFUND_PARTS = /^(returns|returned_units|returned_cost|costed_returns)(_by_order_date)?$/
const CUSTOMER_PARTS = /customers$/

/** Customers are counted, refunds listed one by one; all else is made of orders. */
function grainOf(parts: readonly string[]): Grain {
  if (parts.every((part) => CUSTOMER_PARTS.test(part))) return 'customer'
  return parts.every((part) => REFUND_PARTS.test(part)) ? 'refund' : 'order'
}

/** Checks a question as the semantic layer does. @throws QueryError saying what is wrong */
export function drillDownRequest(input: DrillDownInput): DrillDownRequest {
  const { metric: name, ...rest } = input
  const { from, to, where, returnsBy } = normaliseRequest({ ...rest, metrics: [metricByName(name).name] })
  const metric = metricFor(name, { returnsBy })
  const parts = partsOf(metric)
  const { formula } = metric
  const shown =
    typeof formula === 'string' ? parts : partsOf({ ...metric, formula: { ratio: formula.ratio } })
  return { metric, grain: grainOf(parts), parts, shown, from, to, where, returnsBy }
}

/** What rows can be sorted by. */
export function sortsOf({ grain, shown }: DrillDownRequest): string[] {
  return [...(grain === 'customer' ? [] : ['date']), 'id', 'value', ...shown]
}

/** The latest first, of customers in the order of their ids, unless asked for otherwise. @throws QueryError */
export function drillDownOrder(
  request: DrillDownRequest,
  sort?: string,
  direction?: 'asc' | 'desc',
): DrillDownOrder {
  const valid = sortsOf(request)
  const chosen = sort ?? (request.grain === 'customer' ? 'id' : 'date')
  if (!valid.includes(chosen)) throw unknownName('sort', chosen, valid)
  return { sort: chosen, descending: direction ? direction === 'desc' : chosen !== 'id' }
}

const zPaging = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(1000).default(50),
  sort: z.string().optional(),
  direction: z.enum(['asc', 'desc']).optional(),
  format: z.enum(['json', 'csv']).default('json'),
})

const PARAMETERS = ['metric', 'from', 'to', 'where', 'group', 'returns_by', ...Object.keys(zPaging.shape)]

/**
 * Reads `?metric=net_sales&from=…&to=…&where=channel=web&returns_by=order_date&sort=value&page=2`. A `group` is given
 * back as it stands: its members are not the semantic layer's to know.
 * @throws QueryError
 */
export function parseDrillDown(params: URLSearchParams) {
  for (const name of params.keys())
    if (!PARAMETERS.includes(name)) throw unknownName('parameter', name, PARAMETERS)
  const one = (name: string) => params.get(name)?.trim() || undefined
  const metric = one('metric')
  if (!metric)
    throw new QueryError('no_metric', 'Say which metric to take apart.', {
      whatToDo: 'Add metric=net_sales.',
    })
  const input = {
    metric,
    from: one('from'),
    to: one('to'),
    where: parseConditions(params.getAll('where')),
    returnsBy: one('returns_by') as DrillDownInput['returnsBy'],
  }
  const paging = zPaging.parse(
    Object.fromEntries(Object.keys(zPaging.shape).flatMap((name) => (one(name) ? [[name, one(name)]] : []))),
  )
  return { input, group: one('group'), paging }
}
