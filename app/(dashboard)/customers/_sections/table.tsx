import { FailedCard } from '@/app/_components/section'
import { TableCard } from '@/app/_components/table-card'
import { customerTable } from '@/lib/views/customers/table'
import { exportHref } from '@/lib/views/export'
import { loadView, type ViewContext } from '@/lib/views/view'

export async function CustomerTableSection({ context, height }: { context: ViewContext; height: number }) {
  const { title } = customerTable
  const loaded = await loadView(customerTable, context)
  if (!loaded.ok) return <FailedCard title={title} height={height} reason={loaded.reason} />
  return (
    <TableCard
      title={title}
      sub={`The ${loaded.data.rows.length} with the highest net sales to date, whatever the period`}
      height={height}
      table={loaded.data}
      csv={exportHref(customerTable.id, context.state)}
      sortedBy={{ name: 'net_sales', descending: true }}
      empty={{ title: 'No known customers yet', text: 'Load orders that name their customer.' }}
    />
  )
}
