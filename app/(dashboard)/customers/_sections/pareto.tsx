import { ChartCard } from '@/app/_components/charts/chart-card'
import { XyChart } from '@/app/_components/charts/xy-chart'
import { FailedCard } from '@/app/_components/section'
import { storeFormat } from '@/app/_components/store-format'
import { customerPareto } from '@/lib/views/customers/pareto'
import { exportHref } from '@/lib/views/export'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function ParetoSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = customerPareto
  const loaded = await loadView(customerPareto, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  const { rows } = loaded.data
  const fifth = rows.findLast((row) => Number(row['percent']) <= 20)
  const format = storeFormat()
  return (
    <ChartCard
      title={title}
      sub={
        fifth
          ? `The best ${format.value(fifth['customerShare'], 'ratio', 'axis')} brought ${format.value(fifth['salesShare'], 'ratio')} of net sales to date`
          : 'Net sales to date, best customers first'
      }
      height={height}
      table={loaded.data}
      csv={exportHref(customerPareto.id, context.state)}
      empty={{ title: 'No known customers yet', text: 'Load orders that name their customer.' }}
    >
      <XyChart
        label="Share of net sales against share of customers, best first"
        height={height}
        x={{ label: 'Customers, best first', unit: 'ratio', max: 1 }}
        y={{
          label: 'Net sales',
          unit: 'ratio',
          max: rows.some((row) => Number(row['salesShare']) > 1) ? undefined : 1,
        }}
        series={[
          {
            key: 'net',
            label: 'Net sales',
            color: 'c1',
            line: true,
            points: [
              { x: '0', y: '0', label: 'Nobody' },
              ...rows.map((row) => ({
                x: row['customerShare'],
                y: row['salesShare'],
                label: `Best ${format.value(row['customers'], 'count')} customers`,
                href: String(row['href']),
                more: [{ label: 'Together', value: format.value(row['netSales'], 'money', 'full') }],
              })),
            ],
          },
        ]}
      />
    </ChartCard>
  )
}
