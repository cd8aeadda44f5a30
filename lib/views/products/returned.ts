import { compareFigures } from '@/lib/core/decimal'
import { metricColumn } from '../metric'
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
        metricColumn('returns'),
        metricColumn('refund_rate'),
        metricColumn('units_returned'),
        metricColumn('units_sold'),
      ],
      rows: rows
        .filter((row) => compareFigures(row['returns'], '0') > 0)
        .sort((a, b) => compareFigures(b['returns'], a['returns']))
        .map((row) => ({ ...row, name: names.get(String(row['product']))?.name ?? row['product'] })),
    }
  },
}
