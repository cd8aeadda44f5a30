import { ChartCard } from '@/app/_components/charts/chart-card'
import { Waterfall } from '@/app/_components/charts/waterfall'
import { ReturnsSwitch } from '@/app/_components/frame/returns-switch'
import { FailedCard } from '@/app/_components/section'
import { exportHref } from '@/lib/views/export'
import { revenueWaterfall } from '@/lib/views/revenue/waterfall'
import { loadView, type ViewContext } from '@/lib/views/view'

const HEIGHT = 252

export async function WaterfallSection({ context }: { context: ViewContext }) {
  const { title } = revenueWaterfall
  const loaded = await loadView(revenueWaterfall, context)
  if (!loaded.ok) return <FailedCard title={title} height={HEIGHT} reason={loaded.reason} />
  return (
    <ChartCard
      title={title}
      sub={<ReturnsSwitch value={context.state.returns} />}
      height={HEIGHT}
      table={loaded.data}
      csv={exportHref(revenueWaterfall.id, context.state)}
    >
      <Waterfall
        label={title}
        unit="money"
        steps={loaded.data.rows.map((row) => ({
          label: String(row['step']),
          value: row['amount'] === null || row['amount'] === undefined ? null : String(row['amount']),
          kind: row['kind'] === 'total' ? 'total' : 'step',
          href: String(row['href']),
        }))}
      />
    </ChartCard>
  )
}
