import { bucketRange, drillHref } from '../orders/links'
import { bucketsOf, byBucket } from '../series'
import { metricRows } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'

/** Net sales by day, week or month with the comparison beside it; a row a bucket. */
export const revenueTrend: View<TableData> = {
  id: 'revenue-trend',
  page: 'revenue',
  title: 'Net sales over time',
  async load(context) {
    const { grain, comparison } = context.period
    const [now, before] = await Promise.all([
      metricRows(context, { metrics: ['net_sales', 'orders'], by: [grain] }),
      comparison ? metricRows(context, { metrics: ['net_sales'], by: [grain], range: comparison }) : [],
    ])
    const sales = byBucket(now, grain, 'net_sales')
    const orders = byBucket(now, grain, 'orders')
    const earlier = byBucket(before, grain, 'net_sales')
    const anything = now.length > 0
    return {
      columns: [
        {
          name: 'start',
          label: grain === 'day' ? 'Day' : grain === 'week' ? 'Week from' : 'Month from',
          unit: 'date',
        },
        { name: 'net_sales', label: 'Net sales', unit: 'money', style: 'full', hrefFrom: 'net_sales_href' },
        { name: 'orders', label: 'Orders', unit: 'count', hrefFrom: 'orders_href' },
        ...(comparison
          ? ([
              { name: 'compared_start', label: 'Compared with', unit: 'date', look: 'muted' },
              {
                name: 'compared_net_sales',
                label: 'Net sales then',
                unit: 'money',
                style: 'full',
                look: 'muted',
              },
            ] as const)
          : []),
      ],
      rows: anything
        ? bucketsOf(context.period).map((bucket) => ({
            start: bucket.start,
            net_sales: sales.get(bucket.start) ?? '0',
            orders: orders.get(bucket.start) ?? '0',
            partial: bucket.partial,
            net_sales_href: drillHref(context, 'net_sales', { range: bucketRange(context, bucket.start) }),
            orders_href: drillHref(context, 'orders', { range: bucketRange(context, bucket.start) }),
            label: bucket.label,
            compared_start: bucket.compared?.start ?? null,
            compared_label: bucket.compared?.label ?? null,
            compared_net_sales: bucket.compared ? (earlier.get(bucket.compared.start) ?? '0') : null,
          }))
        : [],
    }
  },
}
