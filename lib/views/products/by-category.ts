import { compareFigures } from '@/lib/core/decimal'
import { valueLabel } from '../labels'
import { metricColumn } from '../metric'
import { drillColumn } from '../orders/links'
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
        metricColumn('gross_profit', drillColumn(context, 'gross_profit', dimension, 'key')),
        metricColumn('margin', drillColumn(context, 'margin', dimension, 'key')),
        metricColumn('net_sales', drillColumn(context, 'net_sales', dimension, 'key')),
        metricColumn('units', drillColumn(context, 'units', dimension, 'key')),
        metricColumn('refund_rate', drillColumn(context, 'refund_rate', dimension, 'key')),
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
