import { BarList } from '@/app/_components/charts/bar-list'
import { ChartCard } from '@/app/_components/charts/chart-card'
import { FailedCard } from '@/app/_components/section'
import { customerSegments } from '@/lib/views/customers/segments'
import { exportHref } from '@/lib/views/export'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function SegmentsSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = customerSegments
  const loaded = await loadView(customerSegments, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  return (
    <ChartCard
      title={title}
      sub="To date, with their share of net sales"
      height={height}
      table={loaded.data}
      csv={exportHref(customerSegments.id, context.state)}
      empty={{ title: 'No known customers yet', text: 'Load orders that name their customer.' }}
    >
      <BarList
        label="Customers by segment"
        unit="count"
        rows={loaded.data.rows.map((row) => ({
          label: String(row['label']),
          value: row['customers'],
          note: row['net_share'],
          href: String(row['customers_href']),
        }))}
      />
    </ChartCard>
  )
}
