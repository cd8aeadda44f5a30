import { compareFigures } from '@/lib/core/decimal'
import { metricColumn } from '../metric'
import { drillColumn } from '../orders/links'
import { productNames } from '../product-names'
import { metricRows } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'
import { classesOf } from './classes'

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
    const [classes, rows, names] = await Promise.all([
      classesOf(context),
      metricRows(context, { metrics: METRICS, by: ['product'] }),
      productNames(context, [context.period]),
    ])
    const classOf = new Map(classes.map((product) => [product.productId, product]))
    return {
      columns: [
        { name: 'name', label: 'Product', unit: 'text', look: 'strong' },
        { name: 'category', label: 'Category', unit: 'text', look: 'muted' },
        {
          name: 'abc',
          label: 'ABC',
          unit: 'text',
          hint: 'A: the first 80 % of net sales of all products, B: up to 95 %, C: the rest, U: unsold.',
        },
        {
          name: 'xyz',
          label: 'XYZ',
          unit: 'text',
          hint: 'How steadily it sells from week to week: X steady, Y swinging, Z erratic.',
        },
        metricColumn('net_sales', drillColumn(context, 'net_sales', 'product')),
        metricColumn('cogs', { label: 'Cost of goods', ...drillColumn(context, 'cogs', 'product') }),
        metricColumn('gross_profit', drillColumn(context, 'gross_profit', 'product')),
        metricColumn('margin', { label: 'Margin', ...drillColumn(context, 'margin', 'product') }),
        metricColumn('units', drillColumn(context, 'units', 'product')),
        metricColumn('refund_rate', drillColumn(context, 'refund_rate', 'product')),
        metricColumn('cost_coverage', {
          label: 'Cost known',
          look: 'muted',
          ...drillColumn(context, 'cost_coverage', 'product'),
        }),
      ],
      rows: [...rows]
        .sort((a, b) => compareFigures(b['net_sales'], a['net_sales']))
        .map((row) => {
          const id = String(row['product'])
          const { abc, xyz } = classOf.get(id) ?? { abc: null, xyz: null }
          return { ...row, ...(names.get(id) ?? { name: id, category: '' }), abc, xyz }
        }),
    }
  },
}
