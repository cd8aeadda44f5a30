import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { type DayRange, endOf } from '@/lib/core/dates'
import type { DrillDownRequest } from '@/lib/metrics/drill-down/request'
import { FILTERS, type ViewState, viewParsers } from '../search-params'
import type { ViewContext } from '../view'

/** What the orders page knows beyond period and filters: the figure it takes apart, and how its rows come. */
export const drillParsers = {
  metric: parseAsString.withDefault('net_sales'),
  /** Further conditions, `dimension=value`, on any dimension. */
  where: parseAsNativeArrayOf(parseAsString),
  /** A set that a report makes, such as `segment:Champions`: see group.ts. */
  group: parseAsString,
  sort: parseAsString,
  direction: parseAsStringLiteral(['asc', 'desc'] as const),
  page: parseAsInteger.withDefault(1),
}
export type DrillState = inferParserType<typeof drillParsers>

export const readDrillState = createLoader(drillParsers)

const serialize = createSerializer({ ...viewParsers, ...drillParsers })

/** The orders page's address for a state. */
export function ordersHref(state: Partial<ViewState & DrillState>): string {
  return serialize('/orders', state)
}

export interface Narrowed {
  /** Other days than the page's: those of a bucket. */
  range?: DayRange
  where?: Readonly<Record<string, string | readonly string[]>>
  /** A set that a report makes. */
  group?: string
}

/** Where a figure of a page leads: to what it is made of, under the page's period and filters, narrowed to the figure. */
export function drillHref(
  context: ViewContext,
  metric: string,
  { range, where = {}, group }: Narrowed = {},
): string {
  const { period, from, to, returns, ...filters } = context.state
  const { compare: _c, grain: _g, cohort: _o, loads: _l, demand: _d, ...kept } = filters
  const days = range ? { period: 'custom' as const, ...range } : { period, from, to }
  return ordersHref({ ...kept, ...days, returns, metric, where: conditions(where), group: group ?? null })
}

/** The page's state without its filters, returns on the day of the refund: what reports of the whole shop are made under. */
export function ofWholeShop(context: ViewContext): ViewContext {
  const none = Object.fromEntries(FILTERS.map((name) => [name, null]))
  return { ...context, state: { ...context.state, ...none, returns: 'refund' } }
}

/** Stands in a column's link for the row's value. */
export const VALUE = '__value__'

/** A column's link: each cell leads to what it is made of, by the value of `dimension` the row has in `from`. */
export function drillColumn(
  context: ViewContext,
  metric: string,
  dimension: string,
  from: string = dimension,
) {
  return { link: { to: drillHref(context, metric, { where: { [dimension]: VALUE } }), from } }
}

/** All there is, up to today: for figures that are to date whatever the period. */
export function wholeHistory({ period, today }: ViewContext): DayRange {
  const { from, to } = period.data ?? { from: today, to: today }
  return { from, to: to > today ? to : today }
}

/** The days of a bucket that lie in the period. */
export function bucketRange({ period }: ViewContext, start: string, grain = period.grain): DayRange {
  const end = endOf(grain, start)
  const [, from = start] = [start, period.from].sort()
  const [to = end] = [end, period.to].sort()
  return { from, to }
}

const conditions = (where: NonNullable<Narrowed['where']>) =>
  Object.entries(where).flatMap(([name, values]) => [values].flat().map((value) => `${name}=${value}`))

/** Where the JSON (or CSV) twin of a figure's rows is. */
export function ordersApiHref(
  { from, to, where, returnsBy }: Pick<DrillDownRequest, 'from' | 'to' | 'where' | 'returnsBy'>,
  name: string,
  more: Record<string, string> = {},
): string {
  const search = new URLSearchParams({ metric: name, ...(from ? { from } : {}), ...(to ? { to } : {}) })
  for (const condition of conditions(where)) search.append('where', condition)
  if (returnsBy === 'order_date') search.set('returns_by', returnsBy)
  for (const [key, value] of Object.entries(more)) search.set(key, value)
  return `/api/orders?${search}`
}
