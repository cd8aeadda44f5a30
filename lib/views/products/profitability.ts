import { compareFigures } from '@/lib/core/decimal'
import { metricColumn } from '../metric'
import { drillColumn } from '../orders/links'
import { productNames } from '../product-names'
import { metricRows } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'

/** Net sales, gross profit and margin of every product sold; a row a product. */
export const productProfitability: View<TableData> = {
  id: 'product-profitability',
  page: 'products',
  title: 'Profitability of products',
  async load(context) {
    const [rows, names] = await Promise.all([
      metricRows(context, {
        metrics: ['net_sales', 'gross_profit', 'margin', 'units', 'cost_coverage'],
        by: ['product'],
      }),
      productNames(context, [context.period]),
    ])
    return {
      columns: [
        { name: 'name', label: 'Product', unit: 'text', look: 'strong' },
        { name: 'category', label: 'Category', unit: 'text', look: 'muted' },
        metricColumn('net_sales', drillColumn(context, 'net_sales', 'product')),
        metricColumn('gross_profit', drillColumn(context, 'gross_profit', 'product')),
        metricColumn('margin', { label: 'Margin', ...drillColumn(context, 'margin', 'product') }),
        metricColumn('units', drillColumn(context, 'units', 'product')),
      ],
      rows: [...rows]
        .sort((a, b) => compareFigures(b['gross_profit'], a['gross_profit']))
        .map((row) => ({
          ...row,
          ...(names.get(String(row['product'])) ?? { name: row['product'], category: '' }),
        })),
    }
  },
}
