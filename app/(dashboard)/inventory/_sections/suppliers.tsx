import { FailedCard } from '@/app/_components/section'
import { TableCard } from '@/app/_components/table-card'
import { exportHref } from '@/lib/views/export'
import { inventorySuppliers } from '@/lib/views/inventory/suppliers'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function SuppliersSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = inventorySuppliers
  const loaded = await loadView(inventorySuppliers, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  return (
    <TableCard
      title={title}
      sub="Contracts as of the last load; receipts of the period"
      height={height}
      table={loaded.data}
      csv={exportHref(inventorySuppliers.id, context.state)}
    />
  )
}
