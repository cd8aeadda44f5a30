import { ChartCard } from '@/app/_components/charts/chart-card'
import { TimeChart } from '@/app/_components/charts/time-chart'
import { FailedCard } from '@/app/_components/section'
import { formatMonth } from '@/lib/core/format'
import { exportHref } from '@/lib/views/export'
import { revenueCustomerTypes } from '@/lib/views/revenue/customer-types'
import { loadView, type ViewContext } from '@/lib/views/view'

const HEIGHT = 178

export async function CustomerTypesSection({ context }: { context: ViewContext }) {
  const { title } = revenueCustomerTypes
  const loaded = await loadView(revenueCustomerTypes, context)
  if (!loaded.ok) return <FailedCard title={title} height={HEIGHT} reason={loaded.reason} />
  const { rows } = loaded.data
  const last = rows.at(-1)
  const unfinished =
    last?.['partial'] === true
      ? `; ${formatMonth(String(last['month']), { year: false, long: true })} so far`
      : ''
  const withGuests = rows.some((row) => Number(row['guest_share'] ?? 0) > 0)
  return (
    <ChartCard
      title={title}
      sub={`Share of net sales by month${unfinished}`}
      height={HEIGHT}
      table={loaded.data}
      csv={exportHref(revenueCustomerTypes.id, context.state)}
    >
      <TimeChart
        label="Share of net sales from returning and new customers by month"
        grain="month"
        unit="ratio"
        max={1}
        height={HEIGHT - 24}
        series={[
          { key: 'returning_share', label: 'Returning', kind: 'bar', color: 'c1' },
          { key: 'new_share', label: 'New', kind: 'bar', color: 'c3' },
          ...(withGuests
            ? [{ key: 'guest_share', label: 'Guests', kind: 'bar' as const, color: 'c6' as const }]
            : []),
        ]}
        points={rows.map((row) => ({
          x: String(row['month']),
          label: formatMonth(String(row['month']), { long: true }),
          partial: row['partial'] === true,
          href: String(row['href']),
          values: {
            returning_share: row['returning_share'],
            new_share: row['new_share'],
            guest_share: row['guest_share'],
          },
        }))}
      />
    </ChartCard>
  )
}
