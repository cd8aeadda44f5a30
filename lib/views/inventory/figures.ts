import { addDays, type DayRange, lengthInDays } from '@/lib/core/dates'
import { ratio, scaled, total } from '@/lib/core/decimal'
import type { Figure } from '@/lib/core/format'
import { type StockDay, stockAt } from '@/lib/reports/stock-history'
import { drillHref, ofWholeShop } from '../orders/links'
import { bucketsOf } from '../series'
import { metricTotals } from '../source'
import { stockHref } from '../stock-links'
import { type TilesData, tilesData } from '../tiles'
import type { View, ViewContext } from '../view'
import { demandDays, history, positions, stockDay } from './stock'

/** Stock value at moving average and FIFO, units, days of cover, sell-through and turnover. */
export const inventoryFigures: View<TilesData> = {
  id: 'inventory-figures',
  page: 'inventory',
  title: 'Key figures',
  async load(context) {
    const { comparison } = context.period
    const day = stockDay(context)
    const [days, products, now, before] = await Promise.all([
      history(context),
      positions(context),
      rates(context, context.period),
      comparison ? rates(context, comparison) : null,
    ])
    const end = stockAt(days, day)
    const compared = comparison ? stockAt(days, comparison.to) : undefined
    const spark = (pick: (at: StockDay) => Figure) =>
      bucketsOf(context.period).map(({ start }) => {
        const at = stockAt(days, start)
        return at ? pick(at) : null
      })
    const selling = products.filter((p) => p.dailyUnits !== null && p.dailyUnits > 0)
    const daily = selling.reduce((sum, p) => sum + (p.dailyUnits ?? 0), 0)
    const held = selling.reduce((sum, p) => sum + Math.max(0, p.onHand), 0)
    return tilesData([
      {
        name: 'stock_value',
        label: 'Stock value',
        href: '#stock',
        unit: 'money',
        better: 'none',
        hint: 'Units on hand at their moving average cost, at the end of the period.',
        value: end?.stockValue,
        compared: compared?.stockValue,
        basis: end ? { text: 'FIFO {}', value: end.fifoValue, unit: 'money' } : undefined,
        spark: spark((at) => at.stockValue),
      },
      {
        name: 'on_hand',
        label: 'Units on hand',
        href: stockHref(context, 'on_hand'),
        unit: 'count',
        better: 'none',
        hint: 'All movements up to the end of the period, added up.',
        value: end?.onHand,
        compared: compared?.onHand,
        spark: spark((at) => at.onHand),
      },
      {
        name: 'days_of_cover',
        label: 'Days of cover',
        href: drillHref(ofWholeShop(context), 'units_sold', { range: demandDays(context) }),
        unit: 'days',
        better: 'none',
        hint: `Units on hand over the units sold a day, of the last ${context.state.demand} days those in stock; products that sell.`,
        value: daily > 0 ? Math.round(held / daily) : null,
        compared: null,
      },
      {
        name: 'sell_through',
        href: drillHref(context, 'units_sold'),
        label: 'Sell-through',
        unit: 'ratio',
        better: 'up',
        hint: 'Units sold in the period over those sold and those left at its end.',
        value: share(now.units, end?.onHand),
        compared: before ? share(before.units, compared?.onHand) : null,
      },
      {
        name: 'turnover',
        href: drillHref(context, 'cogs'),
        label: 'Turnover a year',
        unit: 'times',
        better: 'up',
        hint: 'Cost of goods sold over the average stock value of the period, for a whole year.',
        value: perYear(now.cogs, averageValue(days, context.period), context.period),
        compared:
          comparison && before ? perYear(before.cogs, averageValue(days, comparison), comparison) : null,
        basis: {
          text: 'GMROI {}',
          value: perYear(now.profit, averageValue(days, context.period), context.period),
          unit: 'times',
        },
      },
    ])
  },
}

async function rates(context: ViewContext, range: DayRange) {
  const row = await metricTotals(context, { metrics: ['units_sold', 'cogs', 'gross_profit'], range })
  return { units: row['units_sold'], cogs: row['cogs'], profit: row['gross_profit'] }
}

const share = (units: Figure, left: Figure) => ratio(units, total([units, left]))

/** Mean of the stock values at the ends of at most 53 evenly spaced days; null without stock. */
function averageValue(days: readonly StockDay[], range: DayRange): string | null {
  const step = Math.max(1, Math.ceil(lengthInDays(range) / 53))
  const values: string[] = []
  for (let day = range.from; day <= range.to; day = addDays(day, step))
    values.push(stockAt(days, day)?.stockValue ?? '0')
  const sum = total(values)
  return sum === null ? null : ratio(sum, String(values.length))
}

/** `amount` over the average stock, as if the period were a year long. */
function perYear(amount: Figure, average: string | null, range: DayRange): string | null {
  const times = ratio(amount, average)
  if (times === null || scaled(average) === 0n) return null
  return ((Number(times) * 365) / lengthInDays(range)).toFixed(2)
}
