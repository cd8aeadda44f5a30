import { addDays } from '@/lib/core/dates'
import { ratio, total } from '@/lib/core/decimal'
import { AGES, stockAgeing } from '@/lib/reports/stock-ageing'
import { kept } from '../kept'
import { stockHref } from '../stock-links'
import type { TableData } from '../table'
import type { View, ViewContext } from '../view'
import { stockDay } from './stock'

/** From each bound to the one before: `31 to 90 days`. */
function label(upTo: number | null): string {
  if (upTo === null) return `Over ${AGES.at(-1)} days`
  const index = (AGES as readonly number[]).indexOf(upTo)
  return index <= 0 ? `Up to ${upTo} days` : `${(AGES[index - 1] ?? 0) + 1} to ${upTo} days`
}

/** What came in on the days of an age: the receipts that its stock is left of. */
function receipts(context: ViewContext, upTo: number | null): string {
  const day = stockDay(context)
  const before = AGES[(AGES as readonly number[]).indexOf(upTo ?? Number.NaN) - 1]
  const younger = upTo === null ? AGES.at(-1) : before
  const from = upTo === null ? '1900-01-01' : addDays(day, -upTo)
  return stockHref(context, 'received', { range: { from, to: younger ? addDays(day, -younger - 1) : day } })
}

/** Stock by how long ago it came in; a row an age. */
export const inventoryAgeing: View<TableData> = {
  id: 'inventory-ageing',
  page: 'inventory',
  title: 'Age of stock',
  async load(context) {
    const day = stockDay(context)
    const ages = await kept(context, ['inventory', 'ageing', day], () => stockAgeing(day), [])
    const all = total(ages.map((age) => age.value))
    return {
      columns: [
        { name: 'label', label: 'Came in', unit: 'text' },
        {
          name: 'value',
          label: 'Value',
          unit: 'money',
          style: 'full',
          hint: 'At the cost it came in at, first in first out.',
        },
        { name: 'share', label: 'Share', unit: 'ratio' },
        {
          name: 'units',
          label: 'Units',
          unit: 'count',
          hrefFrom: 'href',
          hint: 'What is left of the units that came in then; leads to those.',
        },
      ],
      rows: ages.map((age) => ({
        ...age,
        label: label(age.upTo),
        href: receipts(context, age.upTo),
        share: ratio(age.value, all),
      })),
    }
  },
}
