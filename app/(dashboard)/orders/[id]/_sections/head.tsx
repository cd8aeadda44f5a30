import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { Facts } from '@/app/_components/ui/facts'
import { formatDay, NO_VALUE } from '@/lib/core/format'
import type { OrderTrace } from '@/lib/reports/order-trace'
import { valueLabel } from '@/lib/views/labels'
import { ordersHref } from '@/lib/views/orders/links'
import { SourceLink } from '../../_parts/source-link'
import { validity } from '../../_parts/validity'

/** What the order's own record says. */
export function OrderCard({ trace: { order } }: { trace: OrderTrace }) {
  const { value } = storeFormat()
  const sold = !['pending', 'cancelled'].includes(order.status)
  return (
    <Card
      title="Order"
      sub={sold ? 'Counts in the figures' : `Does not count in the figures: it is ${order.status}`}
    >
      <Facts
        facts={[
          ['Ordered', value(order.orderedAt.toISOString(), 'timestamp')],
          ['Channel', order.channel ?? NO_VALUE],
          ['Ships to', order.shipCountry ? valueLabel('country', order.shipCountry) : NO_VALUE],
          ['Payment', order.paymentMethod ?? NO_VALUE],
          ['Coupon', order.couponCode ?? NO_VALUE],
          ['Came from', <SourceLink key="source" source={order} />],
        ]}
      />
    </Card>
  )
}

/** From gross to total, and what was refunded since. */
export function AmountsCard({ trace: { order, rate } }: { trace: OrderTrace }) {
  const { value, currency } = storeFormat()
  const money = (amount: string) => value(amount, 'money', 'full')
  const foreign = order.currency !== currency
  const original = (amount: string | null) =>
    foreign && amount !== null ? (
      <span className="ml-1.5 text-ink-3 text-xs">{`${order.currency} ${amount}`}</span>
    ) : null
  const rows: [string, string, React.ReactNode?][] = [
    ['Gross sales', order.gross],
    ['Discounts', order.discount],
    ['Net before returns', order.net],
    ['Shipping', order.shipping, original(order.shippingOriginal)],
    ['Taxes', order.tax, original(order.taxOriginal)],
    ['Total', order.total],
    ['Refunded since', order.refunded],
  ]
  return (
    <Card
      title="Amounts"
      sub={foreign ? `In ${currency}, converted from ${order.currency} at ${order.fxRate}` : `In ${currency}`}
    >
      <Facts
        facts={[
          ...rows.map(
            ([name, amount, note]) =>
              [
                name,
                <span
                  key={name}
                  className={`flex justify-end tabular-nums ${/Net|Total/.test(name) ? 'font-semibold' : ''}`}
                >
                  {note}
                  <span className="min-w-24 text-right">{money(amount)}</span>
                </span>,
              ] as const,
          ),
          ...(rate
            ? [
                [
                  'Rate',
                  <span key="rate">
                    {rate.rate} of {formatDay(rate.rateDate)} <SourceLink source={rate} />
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
    </Card>
  )
}

/** The version of the customer the order counts for. */
export function WhoCard({ trace: { order, customer } }: { trace: OrderTrace }) {
  if (!customer) {
    return (
      <Card title="Customer" sub="A guest: bought without an account">
        <p className="text-[13px] text-ink-2">
          Guests have no version and no lifetime; their orders count as customer type guest.
        </p>
      </Card>
    )
  }
  const all = ordersHref({ period: 'all', metric: 'net_sales', where: [`customer=${customer.customerId}`] })
  return (
    <Card title="Customer" sub="As they were when the order was placed">
      <Facts
        facts={[
          ['Name', customer.name ?? NO_VALUE],
          [
            'Id',
            <Link
              key="id"
              href={all}
              className="text-accent hover:underline"
              title="All orders of the customer"
            >
              {customer.customerId}
            </Link>,
          ],
          ['Type', `${order.customerType}${order.isFirstOrder ? ', first order' : ''}`],
          ['Segment', customer.segment ?? NO_VALUE],
          [
            'Lives in',
            [customer.city, customer.country && valueLabel('country', customer.country)]
              .filter(Boolean)
              .join(', ') || NO_VALUE,
          ],
          ['This version', `${validity(customer)}${customer.isCurrent ? ', the current one' : ''}`],
          ['Came from', <SourceLink key="source" source={customer} />],
        ]}
      />
    </Card>
  )
}
