import { bucketsOf } from '../series'
import type { TableData } from '../table'
import type { View } from '../view'
import { moved } from './stock'

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
        { name: 'received', label: 'Received', unit: 'count' },
        { name: 'sold', label: 'Sold', unit: 'count' },
        { name: 'returned', label: 'Returned', unit: 'count' },
        { name: 'adjusted', label: 'Adjusted', unit: 'count' },
        { name: 'transferred', label: 'Transferred', unit: 'count' },
        { name: 'written_off', label: 'Written off', unit: 'count' },
      ],
      rows:
        rows.size === 0
          ? []
          : bucketsOf(context.period).map(({ start, label, partial }) => {
              const row = rows.get(start)
              return {
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
