import { ChartCard } from '@/app/_components/charts/chart-card'
import { TimeChart } from '@/app/_components/charts/time-chart'
import { FailedCard } from '@/app/_components/section'
import { customersByBucket } from '@/lib/views/customers/by-bucket'
import { exportHref } from '@/lib/views/export'
import { partialSentence } from '@/lib/views/series'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function NewAndReturningSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = customersByBucket
  const { period } = context
  const loaded = await loadView(customersByBucket, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  return (
    <ChartCard
      title={title}
      sub={partialSentence(period) ?? `Customers with a sold order, by ${period.grain}`}
      height={height}
      table={loaded.data}
      csv={exportHref(customersByBucket.id, context.state)}
    >
      <TimeChart
        label={`New and returning customers by ${period.grain}`}
        grain={period.grain}
        unit="count"
        height={height - 24}
        series={[
          { key: 'returning_customers', label: 'Returning', kind: 'bar', color: 'c1' },
          { key: 'new_customers', label: 'New', kind: 'bar', color: 'c3' },
        ]}
        points={loaded.data.rows.map((row) => ({
          x: String(row['start']),
          label: String(row['label']),
          partial: row['partial'] === true,
          href: String(row['customers_href']),
          values: row,
        }))}
      />
    </ChartCard>
  )
}
