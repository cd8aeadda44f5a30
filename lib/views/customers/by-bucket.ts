import { metricColumn } from '../metric'
import { bucketRange, drillHref } from '../orders/links'
import { bucketsOf, byBucket } from '../series'
import { metricRows } from '../source'
import type { TableData } from '../table'
import type { View } from '../view'

const METRICS = ['new_customers', 'returning_customers', 'customers'] as const

/** New and returning customers by day, week or month; a row a bucket. */
export const customersByBucket: View<TableData> = {
  id: 'customers-new-and-returning',
  page: 'customers',
  title: 'New and returning',
  async load(context) {
    const { grain } = context.period
    const rows = await metricRows(context, { metrics: METRICS, by: [grain] })
    const values = METRICS.map((name) => [name, byBucket(rows, grain, name)] as const)
    return {
      columns: [
        { name: 'start', label: 'From', unit: 'date' },
        ...METRICS.map((name) => metricColumn(name, { hrefFrom: `${name}_href` })),
      ],
      rows:
        rows.length === 0
          ? []
          : bucketsOf(context.period).map((bucket) => ({
              start: bucket.start,
              label: bucket.label,
              partial: bucket.partial,
              ...Object.fromEntries(values.map(([name, found]) => [name, found.get(bucket.start) ?? 0])),
              ...Object.fromEntries(
                METRICS.map((name) => [
                  `${name}_href`,
                  drillHref(context, name, { range: bucketRange(context, bucket.start) }),
                ]),
              ),
            })),
    }
  },
}
