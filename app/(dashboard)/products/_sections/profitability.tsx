import { ChartCard } from '@/app/_components/charts/chart-card'
import { SERIES } from '@/app/_components/charts/palette'
import { XyChart } from '@/app/_components/charts/xy-chart'
import { FailedCard } from '@/app/_components/section'
import { storeFormat } from '@/app/_components/store-format'
import { exportHref } from '@/lib/views/export'
import { drillHref } from '@/lib/views/orders/links'
import { productProfitability } from '@/lib/views/products/profitability'
import type { TableRow } from '@/lib/views/table'
import { loadView, type ViewContext } from '@/lib/views/view'

/** Categories with a colour of their own; the rest are drawn together. */
const COLOURED = 4

export async function ProfitabilitySection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = productProfitability
  const loaded = await loadView(productProfitability, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  const known = loaded.data.rows.filter(
    (row) => row['margin'] !== null && Number(row['cost_coverage'] ?? 0) > 0,
  )
  const missing = loaded.data.rows.length - known.length
  return (
    <ChartCard
      title={title}
      sub={`A dot is a product${missing > 0 ? ` · ${missing} without a known cost are only in the table` : ''}`}
      height={height}
      table={loaded.data}
      csv={exportHref(productProfitability.id, context.state)}
    >
      <XyChart
        label="Margin against net sales of each product"
        height={height}
        x={{ label: 'Net sales', unit: 'money', log: true }}
        y={{ label: 'Margin', unit: 'ratio' }}
        series={seriesOf(context, known)}
      />
    </ChartCard>
  )
}

/** One series a category, the biggest first. */
function seriesOf(context: ViewContext, rows: readonly TableRow[]) {
  const format = storeFormat()
  const order = [...new Set(rows.map((row) => String(row['category'])))]
  const groupOf = (row: TableRow) => {
    const index = order.indexOf(String(row['category']))
    return index < COLOURED ? String(row['category']) : 'Other'
  }
  const groups = [...new Set(rows.map(groupOf))]
  return groups.map((group) => {
    const index = order.indexOf(group)
    return {
      key: group,
      label: group,
      color: index >= 0 && index < COLOURED ? (SERIES[index] ?? 'c6') : ('c6' as const),
      points: rows
        .filter((row) => groupOf(row) === group)
        .map((row) => ({
          x: row['net_sales'],
          y: row['margin'],
          label: String(row['name']),
          href: drillHref(context, 'net_sales', { where: { product: String(row['product']) } }),
          more: [
            { label: 'Gross profit', value: format.value(row['gross_profit'], 'money', 'full') },
            { label: 'Units', value: format.value(row['units'], 'count') },
          ],
        })),
    }
  })
}
