import { compareFigures } from '@/lib/core/decimal'
import { valueLabel } from '../labels'
import { metricColumn } from '../metric'
import { metricRows } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'

/** Gross profit and margin by category; by subcategory once a single category is chosen. */
export const productCategories: View<TableData & { dimension: 'category' | 'subcategory' }> = {
  id: 'product-categories',
  page: 'products',
  title: 'Profit by category',
  async load(context) {
    const dimension = context.state.category?.length === 1 ? 'subcategory' : 'category'
    const rows = await metricRows(context, {
      metrics: ['gross_profit', 'margin', 'net_sales', 'units', 'refund_rate'],
      by: [dimension],
    })
    return {
      dimension,
      columns: [
        {
          name: 'label',
          label: dimension === 'category' ? 'Category' : 'Subcategory',
          unit: 'text',
          look: 'strong',
        },
        metricColumn('gross_profit'),
        metricColumn('margin'),
        metricColumn('net_sales'),
        metricColumn('units'),
        metricColumn('refund_rate'),
      ],
      rows: [...rows]
        .sort((a, b) => compareFigures(b['gross_profit'], a['gross_profit']))
        .map((row) => ({
          ...row,
          key: row[dimension],
          label: valueLabel('category', String(row[dimension])),
        })),
    }
  },
}
