import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { NO_VALUE } from '@/lib/core/format'
import type { OrderTrace } from '@/lib/reports/order-trace'
import { ordersHref } from '@/lib/views/orders/links'
import { SourceLink } from '../../_parts/source-link'
import { validity } from '../../_parts/validity'

/** The lines with their discounts, costs and where each of these came from. */
export function LinesCard({ trace: { order, lines } }: { trace: OrderTrace }) {
  const { value, currency } = storeFormat()
  const money = (amount: string | null) => (amount === null ? NO_VALUE : value(amount, 'money', 'full'))
  const foreign = order.currency !== currency
  return (
    <Card
      title="Lines"
      sub="A discount is the line’s own and its share of the order’s, to the cent; a unit cost is the record’s own, else of the product’s version at the time"
    >
      {lines.length === 0 ? (
        <EmptyState title="No line is loaded">
          An order counts once a line of it is there: load order_items.csv.
        </EmptyState>
      ) : (
        <Table label="Lines">
          <thead>
            <tr>
              <Th numeric>Line</Th>
              <Th>Product</Th>
              <Th numeric>Quantity</Th>
              <Th numeric>Unit price{foreign ? ` (${order.currency})` : ''}</Th>
              <Th numeric>Gross</Th>
              <Th numeric>Discount</Th>
              <Th numeric>Net</Th>
              <Th numeric>Unit cost</Th>
              <Th numeric>Profit</Th>
              <Th>Came from</Th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.line} className="align-top hover:bg-line-soft/50">
                <Td numeric>{line.line}</Td>
                <Td className="min-w-40">
                  <Link
                    href={ordersHref({
                      period: 'all',
                      metric: 'net_sales',
                      where: [`product=${line.productId}`],
                    })}
                    className="font-medium hover:underline"
                    title="All orders of the product"
                  >
                    {line.product}
                  </Link>
                  <p className="text-ink-3 text-xs">
                    {line.productId} · {line.category ?? 'uncategorised'}
                  </p>
                </Td>
                <Td numeric>{value(line.quantity, 'count')}</Td>
                <Td numeric>{value(line.unitPrice, 'decimal', 'full')}</Td>
                <Td numeric>{money(line.gross)}</Td>
                <Td numeric>
                  {money(line.discount)}
                  {Number(line.discount) !== 0 && (
                    <p className="text-ink-3 text-xs">
                      {money(line.lineDiscount)} + {money(line.orderDiscount)}
                    </p>
                  )}
                </Td>
                <Td numeric className="font-medium">
                  {money(line.net)}
                </Td>
                <Td numeric>
                  {line.unitCost === null ? NO_VALUE : value(line.unitCost, 'decimal', 'full')}
                  <CostFrom line={line} />
                </Td>
                <Td numeric>{money(line.profit)}</Td>
                <Td className="whitespace-nowrap text-xs">
                  <SourceLink source={line} />
                </Td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-semibold">
              <Td colSpan={4}>The order</Td>
              <Td numeric>{money(order.gross)}</Td>
              <Td numeric>{money(order.discount)}</Td>
              <Td numeric>{money(order.net)}</Td>
              <Td colSpan={3} />
            </tr>
          </tfoot>
        </Table>
      )}
    </Card>
  )
}

function CostFrom({ line: { costFrom, version } }: { line: OrderTrace['lines'][number] }) {
  if (costFrom === 'record') return <p className="text-ink-3 text-xs">of the line’s record</p>
  if (costFrom === 'unknown') return <p className="text-ink-3 text-xs">not known</p>
  return (
    <p className="text-xs">
      <Link
        href={`/pipeline/files/${version.fileId}/records/${version.record}`}
        className="text-accent hover:underline"
        title={`Record ${version.record} of ${version.file}`}
      >
        product, {validity(version)}
      </Link>
    </p>
  )
}
