import { compareFigures, ratio, total } from '@/lib/core/decimal'
import { valueLabel } from '../labels'
import { stockHref } from '../stock-links'
import type { TableData } from '../table'
import type { View } from '../view'
import { stockGroupName } from './group'
import { positions } from './stock'

/** Stock value and units by category, most value first. */
export const inventoryCategories: View<TableData> = {
  id: 'inventory-categories',
  page: 'inventory',
  title: 'Stock by category',
  async load(context) {
    const products = await positions(context)
    const all = total(products.map((product) => product.stockValue))
    const rows = [...new Set(products.map((product) => product.category))].map((category) => {
      const inside = products.filter((product) => product.category === category)
      const value = total(inside.map((product) => product.stockValue)) ?? '0'
      return {
        label: valueLabel('category', category),
        value,
        share: ratio(value, all),
        units: total(inside.map((product) => product.onHand)) ?? '0',
        href: stockHref(context, 'on_hand', { group: stockGroupName('category', category) }),
        to_reorder: inside.filter((product) => product.toReorder).length,
      }
    })
    return {
      columns: [
        { name: 'label', label: 'Category', unit: 'text' },
        { name: 'value', label: 'Stock value', unit: 'money', style: 'full' },
        { name: 'share', label: 'Share', unit: 'ratio' },
        { name: 'units', label: 'Units', unit: 'count', hrefFrom: 'href' },
        {
          name: 'to_reorder',
          label: 'To reorder',
          unit: 'count',
          hint: 'Products at or below their reorder point.',
        },
      ],
      rows: rows.sort((a, b) => compareFigures(b.value, a.value)),
    }
  },
}
