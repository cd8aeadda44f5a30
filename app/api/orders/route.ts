import { csvRecord, csvResponse } from '@/app/api/_lib/csv'
import { route } from '@/app/api/_lib/route'
import { drillDown, drillDownRows } from '@/lib/metrics/drill-down/drill-down'
import {
  type DrillDownInput,
  type DrillDownOrder,
  type DrillDownRequest,
  drillDownOrder,
  drillDownRequest,
  parseDrillDown,
} from '@/lib/metrics/drill-down/request'
import { groupOf, withGroup } from '@/lib/views/orders/group'
import { readViewState } from '@/lib/views/search-params'
import { openPage } from '@/lib/views/view'

export const dynamic = 'force-dynamic'

/**
 * GET /api/orders?metric=…: the orders, refunds or customers a figure is made of, a page at a time, with their
 * totals and the figure itself; `format=csv` gives all of them.
 */
export const GET = route({}, async ({ url }) => {
  const { input, group, paging } = parseDrillDown(url.searchParams)
  const request = drillDownRequest(group ? await ofGroup(input, group) : input)
  const order = drillDownOrder(request, paging.sort, paging.direction)
  if (paging.format === 'csv')
    return csvResponse(`${input.metric}-${request.grain}s.csv`, records(request, order))
  const { page, pageSize } = paging
  const { version, totals, figure, rows } = await drillDown(request, order, { page, pageSize })
  return Response.json(
    {
      version,
      metric: request.metric.name,
      unit: request.metric.unit,
      of: `${request.grain}s`,
      figure,
      totals,
      page,
      pageSize,
      rows,
    },
    { headers: { 'cache-control': 'no-store' } },
  )
})

/** The question about a group's members alone; without a period it is of all there is. */
async function ofGroup(input: DrillDownInput, name: string): Promise<DrillDownInput> {
  const { from = '1900-01-01', to = '9999-12-31' } = drillDownRequest(input)
  const state = readViewState(new URLSearchParams({ period: 'custom', from, to }))
  const context = await openPage('orders', state)
  return { ...input, where: withGroup(input.where ?? {}, await groupOf(name, context)) }
}

const COLUMNS = ['orderId', 'at', 'status', 'channel', 'country', 'customerId', 'name'] as const

/** The byte order mark makes spreadsheets read UTF-8. */
async function* records(request: DrillDownRequest, order: DrillDownOrder): AsyncGenerator<string> {
  const { grain, metric } = request
  const alone = metric.formula === `{${request.shown[0]}}`
  const shown = alone ? [] : request.shown
  yield `\uFEFF${csvRecord([grain, 'order', 'at', 'status', 'channel', 'country', 'customer', 'customer_name', ...shown, metric.name])}`
  for await (const rows of drillDownRows(request, order)) {
    yield rows
      .map((row) =>
        csvRecord([
          row.id,
          ...COLUMNS.map((column) => row[column]),
          ...shown.map((part) => row.parts[part]),
          row.value,
        ]),
      )
      .join('')
  }
}
