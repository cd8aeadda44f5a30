import { endOf } from '@/lib/core/dates'
import { stockAt } from '@/lib/reports/stock-history'
import { bucketsOf } from '../series'
import { stockHref } from '../stock-links'
import type { TableData } from '../table'
import type { View } from '../view'
import { history, stockDay } from './stock'

const earlier = (a: string, b: string) => [a, b].sort()[0] ?? a

/** Stock value at the end of each day, week or month of the period. */
export const inventoryValue: View<TableData> = {
  id: 'inventory-value',
  page: 'inventory',
  title: 'Stock value',
  async load(context) {
    const days = await history(context)
    const last = stockDay(context)
    return {
      columns: [
        { name: 'label', label: 'At the end of', unit: 'text' },
        { name: 'stock_value', label: 'Moving average', unit: 'money', style: 'full', hrefFrom: 'href' },
        { name: 'fifo_value', label: 'First in, first out', unit: 'money', style: 'full' },
        { name: 'on_hand', label: 'Units on hand', unit: 'count', hrefFrom: 'href' },
      ],
      rows:
        days.length === 0
          ? []
          : bucketsOf(context.period)
              .filter(({ start }) => start <= last)
              .map(({ start, label }) => {
                const end = earlier(endOf(context.period.grain, start), last)
                const at = stockAt(days, end)
                return {
                  start,
                  label,
                  href: stockHref(context, 'on_hand', { range: { from: start, to: end } }),
                  stock_value: at?.stockValue ?? '0',
                  fifo_value: at?.fifoValue ?? '0',
                  on_hand: at?.onHand ?? 0,
                }
              }),
    }
  },
}
