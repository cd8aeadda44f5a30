import { csvRecord, csvResponse } from '@/app/api/_lib/csv'
import { ApiError, route } from '@/app/api/_lib/route'
import { toJson } from '@/lib/views/export'
import { VIEWS, viewById } from '@/lib/views/registry'
import { readViewState } from '@/lib/views/search-params'
import type { TableData } from '@/lib/views/table'
import { openPage } from '@/lib/views/view'

/** GET /api/export/<view>[.json]?<the page's state>: what a chart or table shows, as CSV or JSON. */
export const GET = route<{ view: string }>({}, async ({ url, params }) => {
  const json = params.view.endsWith('.json')
  const view = viewById(params.view.replace(/\.(json|csv)$/, ''))
  if (!view) {
    throw new ApiError(
      404,
      'unknown_view',
      `There is no view ${params.view}.`,
      `Ask for one of ${VIEWS.map(({ id }) => id).join(', ')}.`,
    )
  }
  const context = await openPage(view.page, readViewState(url))
  const data = await view.load(context)
  if (json) return Response.json(toJson(data, context), { headers: { 'cache-control': 'no-store' } })
  const { from, to } = context.period
  return csvResponse(`${view.id}-${from}-${to}.csv`, records(data))
})

/** The byte order mark makes spreadsheets read UTF-8. */
async function* records({ columns, rows }: TableData): AsyncGenerator<string> {
  yield `\uFEFF${csvRecord(columns.map((column) => column.label))}`
  for (const row of rows) {
    yield csvRecord(
      columns.map(({ name }) => {
        const figure = row[name]
        return typeof figure === 'bigint' ? figure.toString() : figure
      }),
    )
  }
}
