import { type DrillDown, drillDown } from '@/lib/metrics/drill-down/drill-down'
import {
  type DrillDownOrder,
  type DrillDownRequest,
  drillDownOrder,
  drillDownRequest,
} from '@/lib/metrics/drill-down/request'
import { QueryError } from '@/lib/metrics/query-error'
import { parseConditions } from '@/lib/metrics/request'
import type { ViewState } from '../search-params'
import { openPage, type ViewContext } from '../view'
import { type Group, groupOf, withGroup } from './group'
import { type DrillState, ordersApiHref } from './links'

export const PAGE_SIZE = 50

/** What the orders page shows, or why its question cannot be answered. */
export interface OrdersPage {
  context: ViewContext
  drill: DrillState
  asked:
    | {
        ok: true
        request: DrillDownRequest
        order: DrillDownOrder
        group: Group | null
        /** The rows' JSON and CSV twins. */
        json: string
        csv: string
      }
    | { ok: false; error: QueryError }
}

/** Resolves the URL's state into a question. A condition on a dimension takes the place of the page's filter on it. */
export async function openOrders(state: ViewState, drill: DrillState): Promise<OrdersPage> {
  const context = await openPage('orders', state)
  const { from, to } = context.period
  try {
    const where = { ...context.where, ...parseConditions(drill.where) }
    const group = drill.group ? await groupOf(drill.group, context) : null
    const returnsBy = state.returns === 'order' ? 'order_date' : 'refund_date'
    const request = drillDownRequest({
      metric: drill.metric,
      from,
      to,
      where: group ? withGroup(where, group) : where,
      returnsBy,
    })
    const order = drillDownOrder(request, drill.sort ?? undefined, drill.direction ?? undefined)
    const twin = (format: string) =>
      ordersApiHref({ from, to, where, returnsBy }, drill.metric, {
        ...(drill.group ? { group: drill.group } : {}),
        format,
      })
    return {
      context,
      drill,
      asked: { ok: true, request, order, group, json: twin('json'), csv: twin('csv') },
    }
  } catch (error) {
    if (error instanceof QueryError) return { context, drill, asked: { ok: false, error } }
    throw error
  }
}

/** The page of rows asked for; the last one where the address says a later one. */
export async function ordersRows(
  request: DrillDownRequest,
  order: DrillDownOrder,
  page: number,
): Promise<DrillDown & { page: number }> {
  const wanted = Math.max(1, page)
  const found = await drillDown(request, order, { page: wanted, pageSize: PAGE_SIZE })
  const last = Math.max(1, Math.ceil(found.totals.rows / PAGE_SIZE))
  if (wanted <= last) return { ...found, page: wanted }
  return { ...(await drillDown(request, order, { page: last, pageSize: PAGE_SIZE })), page: last }
}
