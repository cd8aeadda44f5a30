import { BarList } from '@/app/_components/charts/bar-list'
import { ChartCard } from '@/app/_components/charts/chart-card'
import { FailedCard } from '@/app/_components/section'
import { exportHref } from '@/lib/views/export'
import { drillHref } from '@/lib/views/orders/links'
import { productReturns } from '@/lib/views/products/returned'
import { loadView, type ViewContext } from '@/lib/views/view'

const SHOWN = 6

export async function ReturnedSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = productReturns
  const loaded = await loadView(productReturns, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  const { rows } = loaded.data
  return (
    <ChartCard
      title={title}
      sub="Amount, and share of the product's sales"
      height={height}
      table={loaded.data}
      csv={exportHref(productReturns.id, context.state)}
      empty={{ title: 'No refunds in this period', text: 'Refunds come from refunds.csv.' }}
    >
      <BarList
        label="Refunds by product"
        unit="money"
        color="c4"
        wide
        rows={rows.slice(0, SHOWN).map((row) => ({
          label: String(row['name']),
          value: row['returns'],
          note: row['refund_rate'],
          href: drillHref(context, 'returns', { where: { product: String(row['product']) } }),
        }))}
      />
    </ChartCard>
  )
}
