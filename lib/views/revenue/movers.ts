import { compareFigures, magnitude, minus } from '@/lib/core/decimal'
import type { Figure } from '@/lib/core/format'
import { metricColumn } from '../metric'
import { drillColumn } from '../orders/links'
import { productNames } from '../product-names'
import { comparedTotals, metricRows, metricTotals } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'

export interface MoversData extends TableData {
  /** Change of net sales as a whole; null without a comparison. */
  change: Figure
}

/** Products by how much they moved net sales against the comparison; by net sales without one. */
export const revenueMovers: View<MoversData> = {
  id: 'revenue-what-moved',
  page: 'revenue',
  title: 'What moved net sales',
  async load(context) {
    const { period } = context
    const { comparison } = period
    const [now, before, names, all, allBefore] = await Promise.all([
      metricRows(context, { metrics: ['net_sales', 'margin', 'refund_rate'], by: ['product'] }),
      comparison ? metricRows(context, { metrics: ['net_sales'], by: ['product'], range: comparison }) : [],
      productNames(context, comparison ? [period, comparison] : [period]),
      metricTotals(context, { metrics: ['net_sales'] }),
      comparedTotals(context, { metrics: ['net_sales'] }),
    ])
    // Also what only sold before has a row: its loss is a contribution too.
    const rows = new Map<string, Record<string, Figure>>()
    const rowOf = (id: string) => {
      const known = rows.get(id)
      if (known) return known
      const { name, category } = names.get(id) ?? { name: id, category: '' }
      const made: Record<string, Figure> = {
        product: id,
        name,
        category,
        net_sales: '0',
        before: comparison ? '0' : null,
      }
      rows.set(id, made)
      return made
    }
    for (const { product, ...figures } of now) Object.assign(rowOf(String(product)), figures)
    for (const row of before) rowOf(String(row['product']))['before'] = row['net_sales']
    for (const row of rows.values())
      row['change'] = comparison ? minus(row['net_sales'], row['before']) : null
    const rank = (row: Record<string, Figure>) => (comparison ? magnitude(row['change']) : row['net_sales'])
    return {
      change: minus(all['net_sales'], allBefore?.['net_sales']),
      columns: [
        { name: 'name', label: 'Product', unit: 'text', look: 'strong' },
        { name: 'category', label: 'Category', unit: 'text', look: 'muted' },
        metricColumn('net_sales', drillColumn(context, 'net_sales', 'product')),
        ...(comparison
          ? ([
              { name: 'before', label: 'Before', unit: 'money', look: 'muted' },
              { name: 'change', label: 'Change', unit: 'money', look: 'signed' },
            ] as const)
          : []),
        metricColumn('margin', { label: 'Margin', ...drillColumn(context, 'margin', 'product') }),
        metricColumn('refund_rate', drillColumn(context, 'refund_rate', 'product')),
      ],
      rows: [...rows.values()].sort((a, b) => compareFigures(rank(b), rank(a))),
    }
  },
}
