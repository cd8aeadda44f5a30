import { BarList } from '@/app/_components/charts/bar-list'
import { ChartCard } from '@/app/_components/charts/chart-card'
import { FailedCard } from '@/app/_components/section'
import { exportHref } from '@/lib/views/export'
import { drillHref } from '@/lib/views/orders/links'
import { productCategories } from '@/lib/views/products/by-category'
import { viewHref } from '@/lib/views/search-params'
import { loadView, type ViewContext } from '@/lib/views/view'

const SHOWN = 8

export async function CategoriesSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = productCategories
  const loaded = await loadView(productCategories, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  const { data } = loaded
  const drillsDown = data.dimension === 'category'
  const more = data.rows.length - SHOWN
  return (
    <ChartCard
      title={drillsDown ? title : `Profit inside ${context.state.category?.[0]}`}
      sub={`Gross profit and margin${more > 0 ? ` · ${more} more in the table` : drillsDown ? ' · click to drill down' : ''}`}
      height={height}
      table={data}
      csv={exportHref(productCategories.id, context.state)}
    >
      <BarList
        label="Gross profit by category"
        unit="money"
        rows={data.rows.slice(0, SHOWN).map((row) => ({
          label: String(row['label']),
          value: row['gross_profit'],
          note: row['margin'],
          href: drillsDown
            ? viewHref('/products', context.state, { category: [String(row['key'])] })
            : drillHref(context, 'gross_profit', { where: { subcategory: String(row['key']) } }),
        }))}
      />
    </ChartCard>
  )
}
