import { Card } from '@/app/_components/ui/card'
import { EmptyState, ErrorState } from '@/app/_components/ui/states'
import { log } from '@/lib/core/log'
import type { DrillDownOrder, DrillDownRequest } from '@/lib/metrics/drill-down/request'
import { ordersHref } from '@/lib/views/orders/links'
import { type OrdersPage, ordersRows, PAGE_SIZE } from '@/lib/views/orders/open'
import { Pager } from '../../pipeline/_parts/pager'
import { RowsTable } from './rows-table'
import { Sum } from './sum'

const NOUNS = { order: 'orders', refund: 'refunds', customer: 'customers' } as const

/** The figure with its arithmetic, and below it, a page at a time, the rows it is the sum of. */
export async function FigureSection({
  page,
  request,
  order,
}: {
  page: OrdersPage
  request: DrillDownRequest
  order: DrillDownOrder
}) {
  const { context, drill } = page
  const found = await ordersRows(request, order, drill.page).catch((cause: unknown) => {
    log.error({ err: cause, metric: drill.metric }, 'the rows of a figure could not be read')
    return cause instanceof Error && 'whatToDo' in cause
      ? String(cause.whatToDo)
      : 'The database did not answer.'
  })
  if (typeof found === 'string') {
    return (
      <Card title={request.metric.label}>
        <ErrorState title="The rows of this figure could not be read">
          {found} The dashboards are unharmed.
        </ErrorState>
      </Card>
    )
  }
  const noun = NOUNS[request.grain]
  const hrefOf = (patch: Parameters<typeof ordersHref>[0]) =>
    ordersHref({ ...context.state, ...drill, ...patch })
  return (
    <div className="grid gap-3.5">
      <Sum request={request} found={found} noun={noun} period={context.period.label} />
      <Card title={noun.replace(/^./, (first) => first.toUpperCase())} sub={subOf(request.grain)}>
        {found.rows.length === 0 ? (
          <EmptyState title="Nothing in this period">
            Choose a longer period or remove a condition.
          </EmptyState>
        ) : (
          <>
            <RowsTable
              request={request}
              order={order}
              found={found}
              sortHref={(sort, direction) => hrefOf({ sort, direction, page: 1 })}
              customerHref={(customer) =>
                ordersHref({ period: 'all', metric: 'net_sales', where: [`customer=${customer}`] })
              }
            />
            <Pager
              hrefOf={(target) => hrefOf({ page: target })}
              page={found.page}
              pageSize={PAGE_SIZE}
              total={found.totals.rows}
              of={noun}
            />
          </>
        )}
      </Card>
    </div>
  )
}

function subOf(grain: DrillDownRequest['grain']): string {
  if (grain === 'refund') return 'Each refund of the period, with its order'
  if (grain === 'customer') return 'Known customers of the period; guests are not counted'
  return 'Orders of the period, and those with a refund that counts in it; open one to see its lines and where they came from'
}
