import { bucketRange } from '../orders/links'
import { bucketsOf } from '../series'
import { stockHref } from '../stock-links'
import type { TableData } from '../table'
import type { View } from '../view'
import { moved } from './stock'

const MEASURES = ['received', 'sold', 'returned', 'adjusted', 'transferred', 'written_off'] as const

/** Units that came in and went out, by kind of movement. */
export const inventoryMovements: View<TableData> = {
  id: 'inventory-movements',
  page: 'inventory',
  title: 'Units in and out',
  async load(context) {
    const rows = new Map((await moved(context)).map((row) => [row.day, row]))
    return {
      columns: [
        { name: 'label', label: 'Period', unit: 'text' },
        { name: 'received', label: 'Received', unit: 'count', hrefFrom: 'received_href' },
        { name: 'sold', label: 'Sold', unit: 'count', hrefFrom: 'sold_href' },
        { name: 'returned', label: 'Returned', unit: 'count', hrefFrom: 'returned_href' },
        { name: 'adjusted', label: 'Adjusted', unit: 'count', hrefFrom: 'adjusted_href' },
        { name: 'transferred', label: 'Transferred', unit: 'count', hrefFrom: 'transferred_href' },
        { name: 'written_off', label: 'Written off', unit: 'count', hrefFrom: 'written_off_href' },
      ],
      rows:
        rows.size === 0
          ? []
          : bucketsOf(context.period).map(({ start, label, partial }) => {
              const row = rows.get(start)
              const hrefs = MEASURES.map((measure) => [
                `${measure}_href`,
                stockHref(context, measure, { range: bucketRange(context, start) }),
              ])
              return {
                ...Object.fromEntries(hrefs),
                start,
                label,
                partial,
                received: row?.received ?? 0,
                sold: row?.sold ?? 0,
                returned: row?.returned ?? 0,
                adjusted: row?.adjusted ?? 0,
                transferred: row?.transferred ?? 0,
                written_off: row?.writtenOff ?? 0,
                out: Math.abs(row?.sold ?? 0),
              }
            }),
    }
  },
}
