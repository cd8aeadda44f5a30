import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { SortableTh } from '@/app/_components/ui/sortable-th'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { NO_VALUE } from '@/lib/core/format'
import type { DrillDown, DrillDownRow } from '@/lib/metrics/drill-down/drill-down'
import type { DrillDownOrder, DrillDownRequest } from '@/lib/metrics/drill-down/request'
import { partLabel } from '@/lib/metrics/part-labels'
import { valueLabel } from '@/lib/views/labels'
import { unitOfMetric } from '@/lib/views/metric'
import { OrderStatus } from '../_parts/order-status'

interface RowsTableProps {
  request: DrillDownRequest
  order: DrillDownOrder
  found: DrillDown
  sortHref(sort: string, direction: 'asc' | 'desc'): string
  customerHref(customer: string): string
}

const WIDE = 'max-nav:hidden'
const FIRST = { order: 'Order', refund: 'Refund', customer: 'Customer' } as const

/** Orders, refunds or customers with each sum the figure is made of; the last row adds all of them up. */
export function RowsTable({ request, order, found, sortHref, customerHref }: RowsTableProps) {
  const { grain, shown: parts, metric } = request
  const { value } = storeFormat()
  const unit = unitOfMetric(metric.unit)
  // A metric that is one part has one column, not the same twice.
  const alone = metric.formula === `{${parts[0]}}`
  const heading = (sort: string, label: string, numeric = false, className?: string) => (
    <SortableTh
      label={label}
      numeric={numeric}
      className={className}
      sorted={order.sort === sort ? (order.descending ? 'descending' : 'ascending') : undefined}
      href={sortHref(
        sort,
        order.sort === sort ? (order.descending ? 'asc' : 'desc') : sort === 'id' ? 'asc' : 'desc',
      )}
    />
  )
  // Beside the id and the date; on a phone the figures matter more.
  const texts = grain === 'customer' ? 1 : 4
  return (
    <Table label={`What ${metric.label} is made of`}>
      <thead>
        <tr>
          {heading('id', FIRST[grain])}
          {grain === 'refund' && <Th>Order</Th>}
          {grain !== 'customer' && (
            <>
              {heading('date', grain === 'refund' ? 'Refunded' : 'Ordered')}
              <Th className={WIDE}>Customer</Th>
              <Th className={WIDE}>Status</Th>
              <Th className={WIDE}>Channel</Th>
            </>
          )}
          <Th className={WIDE}>Country</Th>
          {!alone &&
            parts.map((part) => (
              <FragmentHeading key={part}>{heading(part, partLabel(part).label, true, WIDE)}</FragmentHeading>
            ))}
          {heading('value', metric.label, true)}
        </tr>
      </thead>
      <tbody>
        {found.rows.map((row) => (
          <tr key={row.id} className="hover:bg-line-soft/50">
            <Td className="whitespace-nowrap">
              <First row={row} grain={grain} customerHref={customerHref} />
            </Td>
            {grain === 'refund' && (
              <Td className="whitespace-nowrap">
                <OrderLink id={row.orderId} />
              </Td>
            )}
            {grain !== 'customer' && (
              <>
                <Td className="whitespace-nowrap tabular-nums">{value(row.at, 'timestamp')}</Td>
                <Td className={`max-w-48 truncate ${WIDE}`}>
                  {row.customerId ? (
                    <Link href={customerHref(row.customerId)} className="hover:underline">
                      {row.name ?? row.customerId}
                    </Link>
                  ) : (
                    <span className="text-ink-3">guest</span>
                  )}
                </Td>
                <Td className={WIDE}>
                  <OrderStatus status={row.status} />
                </Td>
                <Td className={`text-ink-3 ${WIDE}`}>{row.channel ?? NO_VALUE}</Td>
              </>
            )}
            <Td className={`whitespace-nowrap text-ink-3 ${WIDE}`}>
              {row.country ? valueLabel('country', row.country) : NO_VALUE}
            </Td>
            {!alone &&
              parts.map((part) => (
                <Td key={part} numeric className={`text-ink-2 ${WIDE}`}>
                  {value(row.parts[part], unitOfMetric(partLabel(part).unit), 'full')}
                </Td>
              ))}
            <Td numeric className="font-medium">
              {value(row.value, unit, 'full')}
            </Td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="font-semibold">
          <Td colSpan={grain === 'customer' ? 1 : grain === 'refund' ? 3 : 2}>
            All {value(found.totals.rows, 'count')}
          </Td>
          <Td colSpan={texts} className={WIDE} />
          {!alone &&
            parts.map((part) => (
              <Td key={part} numeric className={WIDE}>
                {value(found.totals.parts[part], unitOfMetric(partLabel(part).unit), 'full')}
              </Td>
            ))}
          <Td numeric>{value(found.totals.value, unit, 'full')}</Td>
        </tr>
      </tfoot>
    </Table>
  )
}

const FragmentHeading = ({ children }: { children: React.ReactNode }) => children

function First({
  row,
  grain,
  customerHref,
}: {
  row: DrillDownRow
  grain: DrillDownRequest['grain']
  customerHref(customer: string): string
}) {
  if (grain === 'order') return <OrderLink id={row.id} />
  if (grain === 'refund') return row.id
  return (
    <Link href={customerHref(row.id)} className="font-medium hover:underline">
      {row.name ? `${row.name} · ${row.id}` : row.id}
    </Link>
  )
}

function OrderLink({ id }: { id: string | null }) {
  if (id === null) return NO_VALUE
  return (
    <Link href={`/orders/${encodeURIComponent(id)}`} className="font-medium hover:underline">
      {id}
    </Link>
  )
}
