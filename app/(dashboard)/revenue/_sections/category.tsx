import { BarList } from '@/app/_components/charts/bar-list'
import { ChartCard } from '@/app/_components/charts/chart-card'
import { FailedCard } from '@/app/_components/section'
import { exportHref } from '@/lib/views/export'
import { drillHref } from '@/lib/views/orders/links'
import { revenueByCategory } from '@/lib/views/revenue/by-category'
import { viewHref } from '@/lib/views/search-params'
import { loadView, type ViewContext } from '@/lib/views/view'

const HEIGHT = 178
const SHOWN = 6

export async function CategorySection({ context }: { context: ViewContext }) {
  const loaded = await loadView(revenueByCategory, context)
  if (!loaded.ok) return <FailedCard title={revenueByCategory.title} height={HEIGHT} reason={loaded.reason} />
  const { data } = loaded
  const drillsDown = data.dimension === 'category'
  const more = data.rows.length - SHOWN
  return (
    <ChartCard
      title={drillsDown ? 'By category' : `Inside ${context.state.category?.[0]}`}
      sub={`Net sales${drillsDown ? ' · click to drill down' : ' by subcategory'}${more > 0 ? ` · ${more} more in the table` : ''}`}
      height={HEIGHT}
      table={data}
      csv={exportHref(revenueByCategory.id, context.state)}
    >
      <BarList
        label="Net sales by category"
        unit="money"
        rows={data.rows.slice(0, SHOWN).map((row) => ({
          label: String(row['label']),
          value: row['net_sales'],
          note: row['share'],
          href: drillsDown
            ? viewHref('/revenue', context.state, { category: [String(row['key'])] })
            : drillHref(context, 'net_sales', { where: { subcategory: String(row['key']) } }),
        }))}
      />
    </ChartCard>
  )
}
