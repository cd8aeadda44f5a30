import { DemandSwitch } from '@/app/_components/frame/demand-switch'
import { FailedCard } from '@/app/_components/section'
import { TableCard } from '@/app/_components/table-card'
import { exportHref } from '@/lib/views/export'
import { inventoryReorder } from '@/lib/views/inventory/reorder'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function ReorderSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = inventoryReorder
  const loaded = await loadView(inventoryReorder, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  return (
    <TableCard
      title={title}
      sub={`Products to reorder first, at the end of the period; demand of the ${context.state.demand} days before`}
      actions={<DemandSwitch value={context.state.demand} />}
      height={height}
      table={loaded.data}
      csv={exportHref(inventoryReorder.id, context.state)}
    />
  )
}
