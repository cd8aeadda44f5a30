import { FailedCard } from '@/app/_components/section'
import { TableCard } from '@/app/_components/table-card'
import { exportHref } from '@/lib/views/export'
import { productTable } from '@/lib/views/products/table'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function ProductTableSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = productTable
  const loaded = await loadView(productTable, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  return (
    <TableCard
      title={title}
      sub={`${loaded.data.rows.length} products sold or returned in the period`}
      height={height}
      table={loaded.data}
      csv={exportHref(productTable.id, context.state)}
      sortedBy={{ name: 'net_sales', descending: true }}
    />
  )
}
