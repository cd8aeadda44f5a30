import { compareFigures, magnitude, minus } from '@/lib/core/decimal'
import type { Figure } from '@/lib/core/format'
import { valueLabel } from '../labels'
import { comparedTotals, metricRows, metricTotals } from '../source'
import type { TableData, TableRow } from '../table'
import type { View } from '../view'

const METRICS = ['net_sales', 'margin', 'refund_rate'] as const

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
    const { comparison } = context.period
    const by = ['product', 'product_name', 'category']
    const [now, before, all, allBefore] = await Promise.all([
      metricRows(context, { metrics: METRICS, by }),
      comparison ? metricRows(context, { metrics: ['net_sales'], by, range: comparison }) : [],
      metricTotals(context, { metrics: ['net_sales'] }),
      comparedTotals(context, { metrics: ['net_sales'] }),
    ])
    // One row a product, also for what only sold before: its loss is a contribution too.
    const keyOf = (row: TableRow) => `${row['product']}\n${row['category']}`
    const rows = new Map<string, Record<string, Figure>>()
    const rowOf = (row: TableRow) => {
      const known = rows.get(keyOf(row))
      if (known) return known
      const made: Record<string, Figure> = {
        product: row['product'],
        name: row['product_name'] ?? row['product'],
        category: valueLabel('category', String(row['category'])),
        net_sales: '0',
        before: comparison ? '0' : null,
      }
      rows.set(keyOf(row), made)
      return made
    }
    for (const row of now)
      Object.assign(rowOf(row), {
        net_sales: row['net_sales'],
        margin: row['margin'],
        refund_rate: row['refund_rate'],
      })
    for (const row of before) rowOf(row)['before'] = row['net_sales']
    for (const row of rows.values())
      row['change'] = comparison ? minus(row['net_sales'], row['before']) : null
    const rank = (row: Record<string, Figure>) => (comparison ? magnitude(row['change']) : row['net_sales'])
    return {
      change: minus(all['net_sales'], allBefore?.['net_sales']),
      columns: [
        { name: 'name', label: 'Product', unit: 'text', look: 'strong' },
        { name: 'category', label: 'Category', unit: 'text', look: 'muted' },
        { name: 'net_sales', label: 'Net sales', unit: 'money' },
        ...(comparison
          ? ([
              { name: 'before', label: 'Before', unit: 'money', look: 'muted' },
              { name: 'change', label: 'Change', unit: 'money', look: 'signed' },
            ] as const)
          : []),
        {
          name: 'margin',
          label: 'Margin',
          unit: 'ratio',
          hint: 'Gross profit as a share of net sales, where the cost is known.',
        },
        {
          name: 'refund_rate',
          label: 'Refund rate',
          unit: 'ratio',
          hint: 'Returns as a share of gross sales less discounts.',
        },
      ],
      rows: [...rows.values()].sort((a, b) => compareFigures(rank(b), rank(a))),
    }
  },
}
