import { compareFigures, ratio } from '@/lib/core/decimal'
import { valueLabel } from '../labels'
import { drillColumn } from '../orders/links'
import { metricRows, metricTotals } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'

/** Net sales by category; by subcategory once a single category is chosen. */
export const revenueByCategory: View<TableData & { dimension: 'category' | 'subcategory' }> = {
  id: 'revenue-by-category',
  page: 'revenue',
  title: 'By category',
  async load(context) {
    const dimension = context.state.category?.length === 1 ? 'subcategory' : 'category'
    const [rows, all] = await Promise.all([
      metricRows(context, { metrics: ['net_sales'], by: [dimension] }),
      metricTotals(context, { metrics: ['net_sales'] }),
    ])
    return {
      dimension,
      columns: [
        { name: 'label', label: dimension === 'category' ? 'Category' : 'Subcategory', unit: 'text' },
        {
          name: 'net_sales',
          label: 'Net sales',
          unit: 'money',
          style: 'full',
          ...drillColumn(context, 'net_sales', dimension, 'key'),
        },
        { name: 'share', label: 'Share', unit: 'ratio' },
      ],
      rows: rows
        .map((row) => ({
          key: row[dimension],
          label: valueLabel('category', String(row[dimension])),
          net_sales: row['net_sales'],
          share: ratio(row['net_sales'], all['net_sales']),
        }))
        .sort((a, b) => compareFigures(b.net_sales, a.net_sales)),
    }
  },
}
