import {
  createLoader,
  createSerializer,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { MOVEMENT_SORTS, STOCK_MEASURE_NAMES, type StockMeasure } from '@/lib/reports/stock-movements'
import type { Narrowed } from './orders/links'
import { VALUE } from './orders/links'
import { type ViewState, viewParsers } from './search-params'
import type { ViewContext } from './view'

export const movementParsers = {
  measure: parseAsStringLiteral(STOCK_MEASURE_NAMES).withDefault('on_hand'),
  product: parseAsString,
  /** Id of the supplier that movements name. */
  supplier: parseAsString,
  /** Products that the stock reports put together, such as `cover:Under a week`: see inventory/group.ts. */
  group: parseAsString,
  sort: parseAsStringLiteral(MOVEMENT_SORTS).withDefault('date'),
  direction: parseAsStringLiteral(['asc', 'desc'] as const).withDefault('desc'),
  page: parseAsInteger.withDefault(1),
}
export type MovementState = inferParserType<typeof movementParsers>
export const readMovementState = createLoader(movementParsers)

const { period, from, to, demand } = viewParsers
const serialize = createSerializer({ period, from, to, demand, ...movementParsers })

/** The movements page's address for a state. */
export function movementsHref(
  state: Partial<Pick<ViewState, 'period' | 'from' | 'to' | 'demand'> & MovementState>,
): string {
  return serialize('/movements', state)
}

/** Where a figure of the stock leads: to the movements it is the sum of. */
export function stockHref(
  { state: { period, from, to, demand } }: ViewContext,
  measure: StockMeasure,
  {
    range,
    product = null,
    supplier = null,
    group = null,
  }: Pick<Narrowed, 'range'> & Partial<Pick<MovementState, 'product' | 'supplier' | 'group'>> = {},
): string {
  const days = range ? { period: 'custom' as const, ...range } : { period, from, to }
  return movementsHref({ ...days, demand, measure, product, supplier, group })
}

/** A column's link to the movements of the product the row has in `from`. */
export function stockColumn(context: ViewContext, from = 'product_id') {
  return { link: { to: stockHref(context, 'on_hand', { product: VALUE }), from } }
}
