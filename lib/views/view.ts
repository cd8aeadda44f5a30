import { dayIn } from '@/lib/core/dates'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import type { VersionInfo } from '@/lib/pipeline/version'
import { versionInfo } from '@/lib/pipeline/version'
import { type ResolvedPeriod, resolvePeriod } from './period'
import { activeFilters, FILTERS, type FilterName, onlyFilters, type ViewState } from './search-params'
import type { TableData } from './table'

/** The pages that show views, and the filters each understands. */
export const PAGES = {
  revenue: {
    title: 'Revenue',
    filters: ['category', 'channel', 'country', 'currency', 'segment', 'customer_type'],
  },
  customers: { title: 'Customers', filters: [] },
  products: { title: 'Products', filters: ['category', 'brand', 'supplier'] },
  inventory: { title: 'Inventory', filters: [] },
  orders: { title: 'Orders', filters: FILTERS },
} as const satisfies Record<string, { title: string; filters: readonly FilterName[] }>
export type PageName = keyof typeof PAGES

/** What a view is loaded for: the state of the URL, resolved against the published load. */
export interface ViewContext {
  state: ViewState
  period: ResolvedPeriod
  /** undefined while nothing is published. */
  load: VersionInfo | undefined
  /** Today in the store's time zone. */
  today: string
  /** Filters that are set, as `where` of a metric query. */
  where: Record<string, string[]>
}

/**
 * One table of figures that a page draws. The chart, its table twin, the CSV and the JSON are all
 * made from what `load` returns, so they cannot differ.
 */
export interface View<Data extends TableData = TableData> {
  /** Part of the export's address: `revenue-trend`. */
  id: string
  page: PageName
  title: string
  load(context: ViewContext): Promise<Data>
}

/** Resolves the URL's state of a page against the published load. */
export async function openPage(page: PageName, given: ViewState, now = new Date()): Promise<ViewContext> {
  const filters: readonly FilterName[] = PAGES[page].filters
  const state = onlyFilters(given, filters)
  const load = await versionInfo()
  const today = dayIn(env().storeTimezone, now)
  const data = load?.firstDate && load.lastDate ? { from: load.firstDate, to: load.lastDate } : null
  return {
    state,
    load,
    today,
    period: resolvePeriod(state, data, today),
    where: Object.fromEntries(activeFilters(state, filters).map(({ name, values }) => [name, values])),
  }
}

/** A view's data, or why it could not be read; the cause goes to the log, not to the reader. */
export type Loaded<Data> = { ok: true; data: Data } | { ok: false; reason: string }

/** Loads a view for a page section, which shows the reason in place of the figures when it fails. */
export async function loadView<Data extends TableData>(
  view: View<Data>,
  context: ViewContext,
): Promise<Loaded<Data>> {
  try {
    return { ok: true, data: await view.load(context) }
  } catch (cause) {
    log.error({ err: cause, view: view.id }, 'a view could not be read')
    return { ok: false, reason: reasonOf(cause) }
  }
}

function reasonOf(cause: unknown): string {
  const whatToDo = cause instanceof Error && 'whatToDo' in cause ? String(cause.whatToDo) : ''
  return whatToDo || 'The database did not answer.'
}
