import { ratio, total } from '@/lib/core/decimal'
import { stockHref } from '../stock-links'
import type { TableData } from '../table'
import type { View } from '../view'
import { COVER_GROUPS, coverGroupOf } from './cover-groups'
import { stockGroupName } from './group'
import { positions } from './stock'

/** Products by how long their stock lasts at the pace of the last 30, 60 or 90 days. */
export const inventoryCover: View<TableData> = {
  id: 'inventory-cover',
  page: 'inventory',
  title: 'How long stock lasts',
  async load(context) {
    const products = await positions(context)
    const all = total(products.map((product) => product.stockValue))
    return {
      columns: [
        { name: 'label', label: 'Days of cover', unit: 'text' },
        { name: 'products', label: 'Products', unit: 'count', hrefFrom: 'href' },
        { name: 'value', label: 'Stock value', unit: 'money', style: 'full' },
        { name: 'share', label: 'Share of value', unit: 'ratio' },
      ],
      rows:
        products.length === 0
          ? []
          : COVER_GROUPS.map(({ label }) => {
              const inside = products.filter((product) => coverGroupOf(product) === label)
              const value = total(inside.map((product) => product.stockValue)) ?? '0'
              return {
                label,
                products: inside.length,
                value,
                share: ratio(value, all),
                href: stockHref(context, 'on_hand', { group: stockGroupName('cover', label) }),
              }
            }),
    }
  },
}
