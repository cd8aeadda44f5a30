import { z } from 'zod'
import { csvRecord, csvResponse } from '@/app/api/_lib/csv'
import { parseSearch, route } from '@/app/api/_lib/route'
import { isDay } from '@/lib/core/dates'
import { DEMAND_DAYS } from '@/lib/reports/demand-days'
import {
  MOVEMENT_SORTS,
  type MovementsAsk,
  STOCK_MEASURE_NAMES,
  stockMovements,
} from '@/lib/reports/stock-movements'
import { stockGroupOf } from '@/lib/views/inventory/group'
import { readViewState } from '@/lib/views/search-params'
import { openPage } from '@/lib/views/view'

const day = z.string().refine(isDay, 'must be a day that exists, as YYYY-MM-DD')
const search = z.object({
  measure: z.enum(STOCK_MEASURE_NAMES).default('on_hand'),
  from: day.default('1900-01-01'),
  to: day.default('9999-12-31'),
  product: z.string().max(1000).optional(),
  supplier: z.string().max(1000).optional(),
  group: z.string().max(1000).optional(),
  demand: z.enum(DEMAND_DAYS.map(String) as [string, ...string[]]).default('90'),
  sort: z.enum(MOVEMENT_SORTS).default('date'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(1000).default(50),
  format: z.enum(['json', 'csv']).default('json'),
})

/** GET /api/movements?measure=: the stock movements a figure of the inventory is the sum of; `format=csv` gives all. */
export const GET = route({}, async ({ url }) => {
  const { format, page, pageSize, sort, direction, group, demand, ...asked } = parseSearch(search, url)
  const ask = group ? await ofGroup(asked, group, demand) : asked
  if (format === 'csv') return csvResponse(`movements-${ask.measure}.csv`, records(ask))
  const found = await stockMovements(ask, { page, pageSize, sort, descending: direction === 'desc' })
  return Response.json({ ...found, page, pageSize }, { headers: { 'cache-control': 'no-store' } })
})

/** The question about the products of a group, as it stood at the end of the period; one product may be among them. */
async function ofGroup<Ask extends { product?: string; from: string; to: string }>(
  ask: Ask,
  name: string,
  demand: string,
) {
  const state = readViewState(new URLSearchParams({ period: 'custom', from: ask.from, to: ask.to, demand }))
  const { products } = await stockGroupOf(name, await openPage('inventory', state))
  return { ...ask, product: products.filter((id) => !ask.product || id === ask.product) }
}

const CHUNK = 5000

/** The byte order mark makes spreadsheets read UTF-8. */
async function* records(ask: MovementsAsk): AsyncGenerator<string> {
  yield `\uFEFF${csvRecord(['movement', 'at', 'product', 'product_name', 'type', 'quantity', 'unit_cost', 'location', 'reference', 'file', 'record'])}`
  for (let page = 1; ; page++) {
    const { movements } = await stockMovements(ask, { page, pageSize: CHUNK, sort: 'id', descending: false })
    yield movements
      .map((row) =>
        csvRecord([
          row.id,
          row.at,
          row.productId,
          row.product,
          row.type,
          row.quantity,
          row.unitCost,
          row.location,
          row.reference,
          row.file,
          row.record,
        ]),
      )
      .join('')
    if (movements.length < CHUNK) return
  }
}
