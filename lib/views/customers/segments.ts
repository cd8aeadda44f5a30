import { ratio, total } from '@/lib/core/decimal'
import type { RfmSegment } from '@/lib/reports/rfm'
import { groupName } from '../orders/group'
import { drillHref, ofWholeShop, wholeHistory } from '../orders/links'
import type { TableData } from '../table'
import type { View } from '../view'
import { segments } from './reports'

const MEANING: Record<RfmSegment, string> = {
  Champions: 'Bought lately, often and for much',
  Loyal: 'Buy often or for much, last order not long ago',
  New: 'Bought very lately, hardly anything before',
  Promising: 'Bought lately, but little so far',
  'Need attention': 'Bought little, last order a while ago',
  'Cannot lose': 'Bought very often and for much, but not lately',
  'At risk': 'Bought often or for much, but not lately',
  Hibernating: 'Bought little, and long ago',
  Lost: 'Bought little, and the longest ago',
}

/** Customers by how lately, how often and for how much they bought, to date. */
export const customerSegments: View<TableData> = {
  id: 'customer-segments',
  page: 'customers',
  title: 'Segments',
  async load(context) {
    const found = await segments(context)
    const customers = found.reduce((sum, segment) => sum + segment.customers, 0)
    const net = total(found.map((segment) => segment.money))
    const range = wholeHistory(context)
    const href = (metric: string, segment: string) =>
      drillHref(ofWholeShop(context), metric, { range, group: groupName('segment', segment) })
    return {
      columns: [
        { name: 'label', label: 'Segment', unit: 'text', look: 'strong' },
        { name: 'meaning', label: 'Who', unit: 'text', look: 'muted' },
        { name: 'customers', label: 'Customers', unit: 'count', hrefFrom: 'customers_href' },
        { name: 'share', label: 'Share', unit: 'ratio', hint: 'Of all customers.' },
        { name: 'orders', label: 'Orders', unit: 'count', hrefFrom: 'orders_href' },
        { name: 'net_sales', label: 'Net sales', unit: 'money', hint: 'To date.', hrefFrom: 'sales_href' },
        { name: 'net_share', label: 'Share of net sales', unit: 'ratio' },
      ],
      rows: found.map((segment) => ({
        label: segment.segment,
        meaning: MEANING[segment.segment],
        customers: segment.customers,
        share: ratio(segment.customers, customers),
        orders: segment.orders,
        net_sales: segment.money,
        net_share: ratio(segment.money, net),
        customers_href: href('customers', segment.segment),
        orders_href: href('orders', segment.segment),
        sales_href: href('net_sales', segment.segment),
      })),
    }
  },
}
