import { metricFigures } from '../metric'
import { drillHref } from '../orders/links'
import { metricRows } from '../source'
import { type TilesData, tilesData } from '../tiles'
import type { View, ViewContext } from '../view'

const METRICS = ['gross_profit', 'margin', 'cost_coverage', 'units', 'refund_rate'] as const

/** Products that sold at least one unit, in the period and in the comparison. */
async function productsSold(context: ViewContext) {
  const { comparison } = context.period
  const count = async (range?: { from: string; to: string }) =>
    String(
      (await metricRows(context, { metrics: ['units_sold'], by: ['product'], range })).filter(
        (row) => Number(row['units_sold'] ?? 0) > 0,
      ).length,
    )
  const [value, compared] = await Promise.all([count(), comparison ? count(comparison) : undefined])
  return { value, compared }
}

/** Gross profit, margin, units, refund rate and how many products sold. */
export const productTiles: View<TilesData> = {
  id: 'product-figures',
  page: 'products',
  title: 'Key figures',
  async load(context) {
    const [{ now, tile }, sold] = await Promise.all([metricFigures(context, METRICS), productsSold(context)])
    return tilesData([
      tile('gross_profit'),
      tile('margin', { basis: { text: '{} costed', value: now['cost_coverage'], unit: 'ratio' } }),
      tile('units'),
      tile('refund_rate'),
      {
        name: 'products_sold',
        href: drillHref(context, 'units_sold'),
        label: 'Products sold',
        unit: 'count',
        better: 'up',
        hint: 'Products with at least one unit sold in the period.',
        ...sold,
      },
    ])
  },
}
