import { ChartCard } from '@/app/_components/charts/chart-card'
import { TimeChart } from '@/app/_components/charts/time-chart'
import { FailedCard } from '@/app/_components/section'
import { exportHref } from '@/lib/views/export'
import { inventoryValue } from '@/lib/views/inventory/value'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function StockValueSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = inventoryValue
  const loaded = await loadView(inventoryValue, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  return (
    <ChartCard
      title={title}
      sub="What is on hand, at cost by moving average and first in, first out"
      height={height}
      table={loaded.data}
      csv={exportHref(inventoryValue.id, context.state)}
    >
      <TimeChart
        label={`${title}, ${context.period.label}`}
        grain={context.period.grain}
        unit="money"
        height={height - 24}
        series={[
          { key: 'stock_value', label: 'Moving average', kind: 'area', color: 'c1' },
          { key: 'fifo_value', label: 'First in, first out', kind: 'line', color: 'c2' },
        ]}
        points={loaded.data.rows.map((row) => ({
          x: String(row['start']),
          label: String(row['label']),
          href: String(row['href']),
          values: { stock_value: row['stock_value'], fifo_value: row['fifo_value'] },
        }))}
      />
    </ChartCard>
  )
}
