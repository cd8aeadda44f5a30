import { bucketsOf, byBucket } from '../series'
import { comparedTotals, metricRows, metricTotals } from '../source'
import { type TileAsk, type TilesData, tilesData } from '../tiles'
import type { View } from '../view'

const METRICS = [
  'net_sales',
  'orders',
  'aov',
  'margin',
  'cost_coverage',
  'customers',
  'returning_share',
] as const

/** Net sales, orders, average order value, margin and returning customers. */
export const revenueTiles: View<TilesData> = {
  id: 'revenue-figures',
  page: 'revenue',
  title: 'Key figures',
  async load(context) {
    const { grain } = context.period
    const [now, before, series] = await Promise.all([
      metricTotals(context, { metrics: METRICS }),
      comparedTotals(context, { metrics: METRICS }),
      metricRows(context, { metrics: METRICS, by: [grain] }),
    ])
    const spark = (name: string) => {
      const found = byBucket(series, grain, name)
      return bucketsOf(context.period).map(({ start }) => found.get(start) ?? null)
    }
    const tile = (name: string, rest: Omit<TileAsk, 'name' | 'value' | 'compared' | 'spark'>): TileAsk => ({
      name,
      value: now[name],
      compared: before?.[name],
      spark: spark(name),
      ...rest,
    })
    return tilesData([
      tile('net_sales', {
        label: 'Net sales',
        unit: 'money',
        better: 'up',
        hint: 'Gross sales less discounts and returns, before shipping and taxes.',
      }),
      tile('orders', {
        label: 'Orders',
        unit: 'count',
        better: 'up',
        hint: 'Paid, shipped, completed or refunded orders with at least one line.',
      }),
      tile('aov', {
        label: 'Average order value',
        unit: 'price',
        better: 'up',
        hint: 'Gross sales less discounts, divided by orders.',
      }),
      tile('margin', {
        label: 'Gross margin',
        unit: 'ratio',
        better: 'up',
        hint: 'Gross profit as a share of net sales. Costed: the share of net sales whose cost is known.',
        basis: { text: '{} costed', value: now['cost_coverage'], unit: 'ratio' },
      }),
      tile('returning_share', {
        label: 'Returning customers',
        unit: 'ratio',
        better: 'up',
        hint: 'Customers who had ordered before, as a share of the known customers of the period.',
        basis: { text: 'of {}', value: now['customers'], unit: 'count' },
      }),
    ])
  },
}
