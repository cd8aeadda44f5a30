import { metricFigures } from '../metric'
import { type TilesData, tilesData } from '../tiles'
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
    const { now, tile } = await metricFigures(context, METRICS)
    return tilesData([
      tile('net_sales'),
      tile('orders'),
      tile('aov', { style: 'full' }),
      tile('margin', { basis: { text: '{} costed', value: now['cost_coverage'], unit: 'ratio' } }),
      tile('returning_share', {
        label: 'Returning customers',
        basis: { text: 'of {}', value: now['customers'], unit: 'count' },
      }),
    ])
  },
}
