import type { FilterName } from './search-params'
import { metricRows } from './source'
import { PAGES, type PageName, type ViewContext } from './view'

const MOST = 60

/** The values each filter of a page can take, biggest net sales first; of all loaded time. */
export async function filterOptions(
  page: PageName,
  context: ViewContext,
): Promise<{ name: FilterName; values: string[] }[]> {
  const { data } = context.period
  if (!data) return []
  const filters: readonly FilterName[] = PAGES[page].filters
  return Promise.all(
    filters.map(async (name) => {
      const rows = await metricRows(context, {
        metrics: ['net_sales'],
        by: [name],
        range: data,
        unfiltered: true,
      })
      const ranked = [...rows].sort((a, b) => Number(b['net_sales'] ?? 0) - Number(a['net_sales'] ?? 0))
      const chosen = context.state[name] ?? []
      const found = ranked.slice(0, MOST).map((row) => String(row[name]))
      return { name, values: [...found, ...chosen.filter((value) => !found.includes(value))] }
    }),
  )
}
