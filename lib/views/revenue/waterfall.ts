import { negated } from '@/lib/core/decimal'
import type { Figure } from '@/lib/core/format'
import { comparedTotals, metricTotals } from '../source'
import type { TableData, TableRow } from '../table'
import type { View, ViewContext } from '../view'

/** The metrics of the steps; returns, and what contains them, by refund date or by order date. */
function metricsOf(context: ViewContext) {
  const suffix = context.state.returns === 'order' ? '_by_order_date' : ''
  return {
    gross: 'gross_sales',
    discounts: 'discounts',
    returns: `returns${suffix}`,
    net: `net_sales${suffix}`,
    shipping: 'shipping',
    taxes: 'taxes',
    total: `total_sales${suffix}`,
  }
}

/** Shipping and taxes belong to whole orders: under a product filter the steps end at net sales. */
function isOfProducts({ where }: ViewContext): boolean {
  return ['category', 'brand', 'supplier'].some((name) => where[name] !== undefined)
}

/** From gross to total sales, a row a step. */
export const revenueWaterfall: View<TableData> = {
  id: 'revenue-gross-to-total',
  page: 'revenue',
  title: 'From gross to total sales',
  async load(context) {
    const names = metricsOf(context)
    const wholeOrders = !isOfProducts(context)
    const metrics = wholeOrders
      ? Object.values(names)
      : [names.gross, names.discounts, names.returns, names.net]
    const [now, before] = await Promise.all([
      metricTotals(context, { metrics }),
      comparedTotals(context, { metrics }),
    ])
    const step = (
      label: string,
      kind: 'total' | 'step',
      name: string,
      sign: (figure: Figure) => Figure = (f) => f,
    ): TableRow => ({
      step: label,
      kind,
      amount: sign(now[name] ?? '0'),
      compared: before ? sign(before[name] ?? '0') : null,
    })
    const nothing = Number(now[names.gross] ?? 0) === 0 && Number(now[names.returns] ?? 0) === 0
    return {
      columns: [
        { name: 'step', label: 'Step', unit: 'text' },
        { name: 'amount', label: 'Amount', unit: 'money', style: 'full' },
        ...(before
          ? ([
              { name: 'compared', label: 'Compared with', unit: 'money', style: 'full', look: 'muted' },
            ] as const)
          : []),
      ],
      rows: nothing
        ? []
        : [
            step('Gross sales', 'total', names.gross),
            step('Discounts', 'step', names.discounts, negated),
            step('Returns', 'step', names.returns, negated),
            step('Net sales', 'total', names.net),
            ...(wholeOrders
              ? [
                  step('Shipping', 'step', names.shipping),
                  step('Taxes', 'step', names.taxes),
                  step('Total sales', 'total', names.total),
                ]
              : []),
          ],
    }
  },
}
