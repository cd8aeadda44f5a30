import { ratio, total } from '@/lib/core/decimal'
import type { StockPosition } from '@/lib/reports/stock-position'
import type { TableData } from '../table'
import type { View } from '../view'
import { positions } from './stock'

/** How long stock lasts, from the most pressing on; the first that fits counts. */
const GROUPS: readonly { label: string; fits: (product: StockPosition) => boolean }[] = [
  { label: 'Out of stock', fits: ({ onHand }) => onHand <= 0 },
  { label: 'No sales', fits: ({ daysOfCover }) => daysOfCover === null },
  { label: 'Under a week', fits: ({ daysOfCover }) => (daysOfCover ?? 0) < 7 },
  { label: '7 to 30 days', fits: ({ daysOfCover }) => (daysOfCover ?? 0) < 30 },
  { label: '30 to 90 days', fits: ({ daysOfCover }) => (daysOfCover ?? 0) < 90 },
  { label: 'Over 90 days', fits: () => true },
]

/** Products by how long their stock lasts at the pace of the last 90 days. */
export const inventoryCover: View<TableData> = {
  id: 'inventory-cover',
  page: 'inventory',
  title: 'How long stock lasts',
  async load(context) {
    const products = await positions(context)
    const all = total(products.map((product) => product.stockValue))
    const groupOf = (product: StockPosition) => GROUPS.find(({ fits }) => fits(product))?.label
    return {
      columns: [
        { name: 'label', label: 'Days of cover', unit: 'text' },
        { name: 'products', label: 'Products', unit: 'count' },
        { name: 'value', label: 'Stock value', unit: 'money', style: 'full' },
        { name: 'share', label: 'Share of value', unit: 'ratio' },
      ],
      rows:
        products.length === 0
          ? []
          : GROUPS.map(({ label }) => {
              const inside = products.filter((product) => groupOf(product) === label)
              const value = total(inside.map((product) => product.stockValue)) ?? '0'
              return { label, products: inside.length, value, share: ratio(value, all) }
            }),
    }
  },
}
