import { ChartCard } from '@/app/_components/charts/chart-card'
import { TimeChart } from '@/app/_components/charts/time-chart'
import { FailedCard } from '@/app/_components/section'
import { exportHref } from '@/lib/views/export'
import { inventoryMovements } from '@/lib/views/inventory/movements'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function MovementsSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = inventoryMovements
  const loaded = await loadView(inventoryMovements, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  return (
    <ChartCard
      title={title}
      sub="Received against sold; the other kinds are in the table"
      height={height}
      table={loaded.data}
      csv={exportHref(inventoryMovements.id, context.state)}
    >
      <TimeChart
        label={`${title}, ${context.period.label}`}
        grain={context.period.grain}
        unit="count"
        height={height - 24}
        series={[
          { key: 'received', label: 'Received', kind: 'line', color: 'c1' },
          { key: 'out', label: 'Sold', kind: 'line', color: 'c3' },
        ]}
        points={loaded.data.rows.map((row) => ({
          x: String(row['start']),
          label: String(row['label']),
          partial: row['partial'] === true,
          href: String(row['received_href']),
          values: { received: row['received'], out: row['out'] },
        }))}
      />
    </ChartCard>
  )
}
