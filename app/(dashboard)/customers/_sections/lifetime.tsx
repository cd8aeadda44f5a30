import { ChartCard } from '@/app/_components/charts/chart-card'
import { FailedCard } from '@/app/_components/section'
import { storeFormat } from '@/app/_components/store-format'
import { formatDay, formatDayRange } from '@/lib/core/format'
import { customerLifetime } from '@/lib/views/customers/lifetime'
import type { LifetimeSummary } from '@/lib/views/customers/reports'
import { exportHref } from '@/lib/views/export'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function LifetimeSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = customerLifetime
  const loaded = await loadView(customerLifetime, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  const { summary, columns, rows } = loaded.data
  return (
    <ChartCard
      title={title}
      sub={summary ? `Of known customers, a year from ${formatDay(summary.asOf)}` : undefined}
      height={height}
      table={{ columns, rows }}
      csv={exportHref(customerLifetime.id, context.state)}
      empty={{ title: 'No known customers yet', text: 'Load orders that name their customer.' }}
    >
      {summary?.kind === 'fitted' && <Fitted summary={summary} />}
      {summary?.kind === 'fallback' && (
        <div className="grid gap-2 text-[13px]">
          <p className="font-medium">No prediction can be made yet.</p>
          <p className="text-ink-2">{summary.reason}</p>
          <p className="text-ink-3">Net sales to date are in the table below.</p>
        </div>
      )}
    </ChartCard>
  )
}

function Fitted({ summary }: { summary: Extract<LifetimeSummary, { kind: 'fitted' }> }) {
  const format = storeFormat()
  const { bgNbd, gammaGamma, holdout } = summary
  const number = (value: number) => format.value(value, 'count')
  const parameter = (value: number) => value.toPrecision(3)
  const lines: { label: string; value: string }[] = [
    { label: 'Sales less discounts', value: format.value(summary.value, 'money') },
    { label: 'Purchases', value: number(summary.purchases) },
    { label: 'Still customers', value: `${number(summary.alive)} of ${number(summary.customers)}` },
    {
      label: 'BG/NBD r, α, a, b',
      value: [bgNbd.r, bgNbd.alpha, bgNbd.a, bgNbd.b].map(parameter).join(', '),
    },
    {
      label: 'Gamma-Gamma p, q, v',
      value: gammaGamma ? [gammaGamma.p, gammaGamma.q, gammaGamma.v].map(parameter).join(', ') : 'No fit',
    },
  ]
  return (
    <>
      <dl className="m-0 grid grid-cols-[auto_1fr] gap-x-3 gap-y-[3px] text-[13px]">
        {lines.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-ink-2">{label}</dt>
            <dd className="m-0 text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-1.5 text-xs text-ink-3">
        {holdout
          ? `Fitted without ${formatDayRange(holdout.from, holdout.to)}, the models foretold ${number(holdout.predictedPurchases)} purchases of ${number(holdout.customers)} customers; there were ${number(holdout.actualPurchases)}.`
          : 'The data is too short to test the models on a part left out.'}
        {summary.value === null &&
          ' Too few repeat customers follow the Gamma-Gamma model: purchases are predicted, their value is not.'}
      </p>
    </>
  )
}
