import { type ViewState, viewQuery } from './search-params'
import type { TableData } from './table'
import type { ViewContext } from './view'

/** Where a view's CSV is, for the state of the screen; `json` gives its twin. */
export function exportHref(id: string, state: ViewState, format: 'csv' | 'json' = 'csv'): string {
  return viewQuery(`/api/export/${id}${format === 'json' ? '.json' : ''}`, state)
}

/** A view as JSON: which load, which days, what the columns are measured in, and the rows. */
export function toJson(data: TableData, { load, period, where }: ViewContext) {
  const { from, to, comparison } = period
  return {
    version: load?.version ?? 0,
    period: { from, to },
    comparison: comparison ? { from: comparison.from, to: comparison.to } : null,
    where,
    columns: data.columns.map(({ name, label, unit }) => ({ name, label, unit })),
    rows: data.rows.map((row) =>
      Object.fromEntries(data.columns.map(({ name }) => [name, row[name] ?? null])),
    ),
  }
}
