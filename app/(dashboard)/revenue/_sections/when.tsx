import { ChartCard } from '@/app/_components/charts/chart-card'
import { Heatmap } from '@/app/_components/charts/heatmap'
import { FailedCard } from '@/app/_components/section'
import { exportHref } from '@/lib/views/export'
import { revenueWhen, SLOTS, WEEKDAYS } from '@/lib/views/revenue/when'
import { loadView, type ViewContext } from '@/lib/views/view'

const HEIGHT = 178

export async function WhenSection({ context }: { context: ViewContext }) {
  const { title } = revenueWhen
  const loaded = await loadView(revenueWhen, context)
  if (!loaded.ok) return <FailedCard title={title} height={HEIGHT} reason={loaded.reason} />
  return (
    <ChartCard
      title={title}
      sub="Orders by weekday and two-hour slot"
      height={HEIGHT}
      table={loaded.data}
      csv={exportHref(revenueWhen.id, context.state)}
    >
      <Heatmap
        label="Orders by weekday and time of day"
        rows={WEEKDAYS}
        columns={SLOTS.map((first, index) => ({
          name: `${first}–${first + 2} h`,
          show: index % 2 === 0 ? String(first) : '',
        }))}
        values={loaded.data.rows.map((row) => SLOTS.map((first) => row[`h${first}`]))}
        hrefs={loaded.data.rows.map((row) => SLOTS.map((first) => String(row[`h${first}_href`])))}
        unit="count"
        noun="orders"
      />
    </ChartCard>
  )
}
