import {
  createLoader,
  createParser,
  createSerializer,
  type inferParserType,
  parseAsArrayOf,
  parseAsNumberLiteral,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { DEMAND_DAYS } from '../reports/demand-days'

/**
 * The state of a dashboard, all of it in the URL. This one schema is read by the pages, by the
 * controls that change it, and by the exports, so an exported file shows what the screen shows.
 */

export const PRESETS = [
  '7d',
  '30d',
  '90d',
  'month',
  'last-month',
  'quarter',
  'year',
  'all',
  'custom',
] as const
export type Preset = (typeof PRESETS)[number]

export const COMPARISONS = ['previous', 'year', 'none'] as const
export type Comparison = (typeof COMPARISONS)[number]

export const GRAINS = ['day', 'week', 'month'] as const
export const FILTERS = [
  'category',
  'brand',
  'supplier',
  'channel',
  'country',
  'currency',
  'segment',
  'customer_type',
] as const
export type FilterName = (typeof FILTERS)[number]

/** A day that exists, YYYY-MM-DD; anything else counts as not given. */
const parseAsDay = createParser<string>({
  parse(text) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
    const time = Date.parse(`${text}T00:00:00Z`)
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : null
  },
  serialize: (day) => day,
})

const list = parseAsArrayOf(parseAsString)

export const viewParsers = {
  period: parseAsStringLiteral(PRESETS).withDefault('90d'),
  /** First and last day of a custom period. */
  from: parseAsDay,
  to: parseAsDay,
  compare: parseAsStringLiteral(COMPARISONS).withDefault('previous'),
  /** Without it the period decides. */
  grain: parseAsStringLiteral(GRAINS),
  /** Which day a return counts on. */
  returns: parseAsStringLiteral(['refund', 'order'] as const).withDefault('refund'),
  /** Whether loads are marked on the trend; left to their number where not said. */
  loads: parseAsStringLiteral(['on', 'off'] as const),
  /** Days that demand for the stock is taken from. */
  demand: parseAsNumberLiteral(DEMAND_DAYS).withDefault(90),
  /** What a cohort's cells show. */
  cohort: parseAsStringLiteral(['retention', 'sales', 'profit'] as const).withDefault('retention'),
  category: list,
  brand: list,
  supplier: list,
  channel: list,
  country: list,
  currency: list,
  segment: list,
  customer_type: list,
}

export type ViewState = inferParserType<typeof viewParsers>

/** Reads the state from a page's searchParams, a Request or a URL. Nonsense falls back to the default. */
export const readViewState = createLoader(viewParsers)

/** The query string of a state, `?…` or `` for the defaults. */
export const viewQuery = createSerializer(viewParsers)

/** A page's address with `state` changed by `patch`; for links that drill down. */
export function viewHref(path: string, state: ViewState, patch: Partial<ViewState>): string {
  return viewQuery(path, { ...state, ...patch })
}

/** The filters that are set, in the order of FILTERS, limited to those a page understands. */
export function activeFilters(
  state: ViewState,
  allowed: readonly FilterName[] = FILTERS,
): { name: FilterName; values: string[] }[] {
  return FILTERS.flatMap((name) => {
    const values = state[name]
    return allowed.includes(name) && values && values.length > 0 ? [{ name, values }] : []
  })
}

/** The state without the filters a page does not understand, so that its links and exports never carry them. */
export function onlyFilters(state: ViewState, allowed: readonly FilterName[]): ViewState {
  const kept = { ...state }
  for (const name of FILTERS) if (!allowed.includes(name)) kept[name] = null
  return kept
}
