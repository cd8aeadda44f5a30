import { FailedCard } from '@/app/_components/section'
import { storeFormat } from '@/app/_components/store-format'
import { TableCard } from '@/app/_components/table-card'
import { exportHref } from '@/lib/views/export'
import { revenueMovers } from '@/lib/views/revenue/movers'
import { loadView, type ViewContext } from '@/lib/views/view'

const HEIGHT = 380

export async function MoversSection({ context }: { context: ViewContext }) {
  const { comparison } = context.period
  const title = comparison ? revenueMovers.title : 'What made net sales'
  const loaded = await loadView(revenueMovers, context)
  if (!loaded.ok) return <FailedCard title={title} height={HEIGHT} reason={loaded.reason} />
  const { data } = loaded
  const sub = comparison
    ? `Largest contributions to the change of ${storeFormat().signed(data.change, 'money')} against ${comparison.label}`
    : 'Products by net sales'
  return (
    <TableCard
      title={title}
      sub={sub}
      height={HEIGHT}
      table={data}
      csv={exportHref(revenueMovers.id, context.state)}
      sortedBy={comparison ? undefined : { name: 'net_sales', descending: true }}
    />
  )
}
