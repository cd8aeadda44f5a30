import { basketPairs } from '@/lib/reports/basket'
import { kept } from '../kept'
import { groupName } from '../orders/group'
import { drillHref, ofWholeShop } from '../orders/links'
import type { TableData } from '../table'
import type { View } from '../view'

/** Pairs of products bought in one order more often than by chance, strongest first. */
export const productBaskets: View<TableData> = {
  id: 'product-baskets',
  page: 'products',
  title: 'Bought together',
  async load(context) {
    const { from, to } = context.period
    const pairs = await kept(context, ['products', 'baskets', from, to], () => basketPairs({ from, to }), [])
    return {
      columns: [
        { name: 'aName', label: 'Who buys', unit: 'text' },
        { name: 'bName', label: 'Also buys', unit: 'text' },
        {
          name: 'orders',
          label: 'Orders',
          unit: 'count',
          hint: 'Orders of the period that hold both.',
          hrefFrom: 'href',
        },
        { name: 'support', label: 'Support', unit: 'ratio', look: 'muted', hint: 'Of all orders.' },
        {
          name: 'confidence',
          label: 'Confidence',
          unit: 'ratio',
          hint: 'Of the orders with the first product, those with the second too.',
        },
        { name: 'lift', label: 'Lift', unit: 'times', hint: 'How many times more often than by chance.' },
      ],
      rows: pairs.map((pair) => ({
        ...pair,
        href: drillHref(ofWholeShop(context), 'orders', { group: groupName('pair', pair.a, pair.b) }),
      })),
    }
  },
}
