import { drillHref, VALUE, wholeHistory } from '../orders/links'
import type { TableData } from '../table'
import type { View } from '../view'
import { lifetime, top } from './reports'

/** The customers with the highest net sales: what they bought to date and what the models expect of them. */
export const customerTable: View<TableData> = {
  id: 'customer-table',
  page: 'customers',
  title: 'Top customers',
  async load(context) {
    const [customers, fit] = await Promise.all([top(context), lifetime(context)])
    const predictions = new Map(
      fit?.kind === 'fitted' ? fit.top.map((one) => [one.customerId, one] as const) : [],
    )
    const range = wholeHistory(context)
    const toDate = (metric: string) => ({
      link: { to: drillHref(context, metric, { range, where: { customer: VALUE } }), from: 'customer' },
    })
    return {
      columns: [
        { name: 'name', label: 'Customer', unit: 'text', look: 'strong' },
        { name: 'customer', label: 'Id', unit: 'text', look: 'muted' },
        { name: 'segment', label: 'Segment', unit: 'text', look: 'muted' },
        { name: 'country', label: 'Country', unit: 'text', look: 'muted' },
        { name: 'orders', label: 'Orders', unit: 'count', hint: 'Sold orders to date.', ...toDate('orders') },
        {
          name: 'net_sales',
          label: 'Net sales',
          unit: 'money',
          hint: 'Sales less discounts and refunds, to date.',
          ...toDate('net_sales'),
        },
        {
          name: 'gross_profit',
          label: 'Gross profit',
          unit: 'money',
          hint: 'Net sales less cost of goods sold; lines without a known cost add no cost.',
          ...toDate('gross_profit'),
        },
        { name: 'last_order', label: 'Last order', unit: 'date' },
        {
          name: 'predicted_value',
          label: 'Next 12 months',
          unit: 'money',
          hint: 'Sales less discounts the models expect in the next 365 days, before refunds; leads to the orders they know.',
          ...toDate('orders'),
        },
        {
          name: 'alive',
          label: 'P(alive)',
          unit: 'ratio',
          hint: 'Probability that they are still a customer (BG/NBD); 1 by construction for those who bought on one day only.',
          ...toDate('orders'),
        },
      ],
      rows: customers.map((customer) => {
        const prediction = predictions.get(customer.customerId)
        return {
          customer: customer.customerId,
          name: customer.name ?? customer.customerId,
          segment: customer.segment,
          country: customer.country,
          orders: customer.orders,
          net_sales: customer.netSales,
          gross_profit: customer.grossProfit,
          last_order: customer.lastDay,
          predicted_value: prediction?.value?.toFixed(2) ?? null,
          alive: prediction?.probabilityAlive.toFixed(4) ?? null,
        }
      }),
    }
  },
}
