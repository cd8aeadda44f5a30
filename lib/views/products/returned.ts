import { compareFigures } from '@/lib/core/decimal'
import { metricColumn } from '../metric'
import { drillColumn } from '../orders/links'
import { productNames } from '../product-names'
import { metricRows } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'

/** Products by the amount that was refunded in the period; those without a refund are left out. */
export const productReturns: View<TableData> = {
  id: 'product-returns',
  page: 'products',
  title: 'Most refunded',
  async load(context) {
    const [rows, names] = await Promise.all([
      metricRows(context, {
        metrics: ['returns', 'refund_rate', 'units_returned', 'units_sold'],
        by: ['product'],
      }),
      productNames(context, [context.period]),
    ])
    return {
      columns: [
        { name: 'name', label: 'Product', unit: 'text', look: 'strong' },
        metricColumn('returns', drillColumn(context, 'returns', 'product')),
        metricColumn('refund_rate', drillColumn(context, 'refund_rate', 'product')),
        metricColumn('units_returned', drillColumn(context, 'units_returned', 'product')),
        metricColumn('units_sold', drillColumn(context, 'units_sold', 'product')),
      ],
      rows: rows
        .filter((row) => compareFigures(row['returns'], '0') > 0)
        .sort((a, b) => compareFigures(b['returns'], a['returns']))
        .map((row) => ({ ...row, name: names.get(String(row['product']))?.name ?? row['product'] })),
    }
  },
}
