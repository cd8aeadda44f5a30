import { negated } from '@/lib/core/decimal'
import type { Figure } from '@/lib/core/format'
import { drillHref } from '../orders/links'
import { comparedTotals, metricTotals } from '../source'
import type { TableData, TableRow } from '../table'
import type { View, ViewContext } from '../view'

const TO_NET = ['gross_sales', 'discounts', 'returns', 'net_sales'] as const
const TO_TOTAL = ['shipping', 'taxes', 'total_sales'] as const

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
    const wholeOrders = !isOfProducts(context)
    const metrics = wholeOrders ? [...TO_NET, ...TO_TOTAL] : TO_NET
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
      href: drillHref(context, name),
      compared: before ? sign(before[name] ?? '0') : null,
    })
    const nothing = Number(now['gross_sales'] ?? 0) === 0 && Number(now['returns'] ?? 0) === 0
    return {
      columns: [
        { name: 'step', label: 'Step', unit: 'text' },
        { name: 'amount', label: 'Amount', unit: 'money', style: 'full', hrefFrom: 'href' },
        ...(before
          ? ([
              { name: 'compared', label: 'Compared with', unit: 'money', style: 'full', look: 'muted' },
            ] as const)
          : []),
      ],
      rows: nothing
        ? []
        : [
            step('Gross sales', 'total', 'gross_sales'),
            step('Discounts', 'step', 'discounts', negated),
            step('Returns', 'step', 'returns', negated),
            step('Net sales', 'total', 'net_sales'),
            ...(wholeOrders
              ? [
                  step('Shipping', 'step', 'shipping'),
                  step('Taxes', 'step', 'taxes'),
                  step('Total sales', 'total', 'total_sales'),
                ]
              : []),
          ],
    }
  },
}
