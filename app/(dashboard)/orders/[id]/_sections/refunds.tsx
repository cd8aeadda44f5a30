import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { NO_VALUE } from '@/lib/core/format'
import type { OrderTrace } from '@/lib/reports/order-trace'
import { SourceLink } from '../../_parts/source-link'

/** What came back. */
export function RefundsCard({ trace: { order, refunds } }: { trace: OrderTrace }) {
  const { value, currency } = storeFormat()
  const money = (amount: string | null) => (amount === null ? NO_VALUE : value(amount, 'money', 'full'))
  const foreign = order.currency !== currency
  return (
    <Card title="Refunds" sub="At the order’s exchange rate; a restocked refund puts its cost back">
      {refunds.length === 0 ? (
        <EmptyState title="Nothing was refunded" className="py-3" />
      ) : (
        <Table label="Refunds">
          <thead>
            <tr>
              <Th>Refund</Th>
              <Th numeric>Line</Th>
              <Th>Refunded</Th>
              <Th numeric>Quantity</Th>
              {foreign && <Th numeric>Amount ({order.currency})</Th>}
              <Th numeric>Amount</Th>
              <Th numeric>Cost put back</Th>
              <Th>Reason</Th>
              <Th>Came from</Th>
            </tr>
          </thead>
          <tbody>
            {refunds.map((refund) => (
              <tr key={refund.refundId} className="hover:bg-line-soft/50">
                <Td className="whitespace-nowrap font-medium">{refund.refundId}</Td>
                <Td numeric>{refund.line}</Td>
                <Td className="whitespace-nowrap">{value(refund.refundedAt.toISOString(), 'timestamp')}</Td>
                <Td numeric>{value(refund.quantity, 'count')}</Td>
                {foreign && <Td numeric>{value(refund.amountOriginal, 'decimal', 'full')}</Td>}
                <Td numeric className="font-medium">
                  {money(refund.amount)}
                </Td>
                <Td numeric>{refund.restocked ? money(refund.cost) : 'not restocked'}</Td>
                <Td>{refund.reason ?? NO_VALUE}</Td>
                <Td className="whitespace-nowrap text-xs">
                  <SourceLink source={refund} />
                </Td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-semibold">
              <Td colSpan={foreign ? 5 : 4}>Refunded</Td>
              <Td numeric>{money(order.refunded)}</Td>
              <Td colSpan={3} />
            </tr>
          </tfoot>
        </Table>
      )}
    </Card>
  )
}
