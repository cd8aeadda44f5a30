import { ChartCard } from '@/app/_components/charts/chart-card'
import { TimeChart, type TimeSeries } from '@/app/_components/charts/time-chart'
import { GrainSwitch } from '@/app/_components/frame/grain-switch'
import { LoadsSwitch } from '@/app/_components/frame/loads-switch'
import { FailedCard } from '@/app/_components/section'
import { storeFormat } from '@/app/_components/store-format'
import { loadMarks } from '@/lib/pipeline/load-marks'
import { exportHref } from '@/lib/views/export'
import { marksByBucket } from '@/lib/views/load-marks'
import { revenueTrend } from '@/lib/views/revenue/trend'
import { partialSentence } from '@/lib/views/series'
import { loadView, type ViewContext } from '@/lib/views/view'

const HEIGHT = 252
/** More are shown only when asked for: names would have no room. */
const MOST_MARKS = 14

export async function TrendSection({ context }: { context: ViewContext }) {
  const { period, state } = context
  const title = `Net sales by ${period.grain}`
  const loaded = await loadView(revenueTrend, context)
  if (!loaded.ok) return <FailedCard title={title} height={HEIGHT} reason={loaded.reason} />
  const loads = await loadMarks(period, storeFormat().timeZone).catch(() => []) // the chart matters more
  const marks = marksByBucket(loads, period.grain)
  const marked = state.loads === 'on' || (state.loads === null && marks.length <= MOST_MARKS)
  const series: TimeSeries[] = [
    { key: 'net_sales', label: 'This period', kind: 'area', color: 'c1' },
    ...(period.comparison
      ? [
          {
            key: 'compared',
            label: period.comparison.name,
            kind: 'line' as const,
            color: 'c6' as const,
            comparison: true,
          },
        ]
      : []),
  ]
  return (
    <ChartCard
      title={title}
      sub={
        partialSentence(period) ??
        (period.comparison
          ? `Compared ${period.grain} by ${period.grain} with ${period.comparison.label}`
          : period.label)
      }
      height={HEIGHT}
      table={loaded.data}
      csv={exportHref(revenueTrend.id, state)}
      actions={
        <>
          <GrainSwitch value={period.grain} />
          {loads.length > 0 && <LoadsSwitch shown={marked} />}
        </>
      }
    >
      <TimeChart
        label={`${title}, ${period.label}`}
        grain={period.grain}
        unit="money"
        height={HEIGHT - 24}
        series={series}
        marks={marked ? marks : []}
        points={loaded.data.rows.map((row) => ({
          x: String(row['start']),
          label: String(row['label']),
          partial: row['partial'] === true,
          href: String(row['net_sales_href']),
          comparedLabel: row['compared_label'] ? String(row['compared_label']) : undefined,
          values: { net_sales: row['net_sales'], compared: row['compared_net_sales'] },
        }))}
      />
    </ChartCard>
  )
}
