import { compareFigures } from '@/lib/core/decimal'
import { metricColumn } from '../metric'
import { productNames } from '../product-names'
import { metricRows } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'

const METRICS = [
  'net_sales',
  'cogs',
  'gross_profit',
  'margin',
  'units',
  'refund_rate',
  'cost_coverage',
] as const

/** Every product of the period with what it brought in and what it cost. */
export const productTable: View<TableData> = {
  id: 'product-table',
  page: 'products',
  title: 'Products',
  async load(context) {
    const [rows, names] = await Promise.all([
      metricRows(context, { metrics: METRICS, by: ['product'] }),
      productNames(context, [context.period]),
    ])
    return {
      columns: [
        { name: 'name', label: 'Product', unit: 'text', look: 'strong' },
        { name: 'category', label: 'Category', unit: 'text', look: 'muted' },
        metricColumn('net_sales'),
        metricColumn('cogs', { label: 'Cost of goods' }),
        metricColumn('gross_profit'),
        metricColumn('margin', { label: 'Margin' }),
        metricColumn('units'),
        metricColumn('refund_rate'),
        metricColumn('cost_coverage', { label: 'Cost known', look: 'muted' }),
      ],
      rows: [...rows]
        .sort((a, b) => compareFigures(b['net_sales'], a['net_sales']))
        .map((row) => ({
          ...row,
          ...(names.get(String(row['product'])) ?? { name: row['product'], category: '' }),
        })),
    }
  },
}
