import { ratio, total } from '@/lib/core/decimal'
import { type ProductClass, productClasses, THRESHOLDS } from '@/lib/reports/product-classes'
import { kept } from '../kept'
import { groupName } from '../orders/group'
import { drillHref, ofWholeShop } from '../orders/links'
import type { TableData } from '../table'
import type { View, ViewContext } from '../view'

export const ABC = ['A', 'B', 'C'] as const
export const XYZ = ['X', 'Y', 'Z'] as const

/** Classes of every product of the shop in the period, whatever the filters: a class is a place among all. */
export function classesOf(context: ViewContext): Promise<ProductClass[]> {
  const { from, to } = context.period
  return kept(context, ['products', 'classes', from, to], () => productClasses({ from, to }), [])
}

export interface ClassCell {
  abc: (typeof ABC)[number]
  xyz: (typeof XYZ)[number] | null
  products: number
  /** Of net sales of all products. */
  share: string | null
  /** To the orders that make up its net sales. */
  href: string
}

export interface ClassesData extends TableData {
  cells: readonly ClassCell[]
  unsold: number
  thresholds: typeof THRESHOLDS
}

/** How many products, and how much of net sales, each pair of ABC and XYZ class holds; a row a pair. */
export const productClassesView: View<ClassesData> = {
  id: 'product-classes',
  page: 'products',
  title: 'ABC and XYZ',
  async load(context) {
    const products = await classesOf(context)
    const all = total(products.map((product) => product.netSales))
    const cells = ABC.flatMap((abc) =>
      [...XYZ, null].map((xyz): ClassCell => {
        const inside = products.filter((product) => product.abc === abc && product.xyz === xyz)
        return {
          abc,
          xyz,
          products: inside.length,
          share: ratio(total(inside.map((product) => product.netSales)) ?? '0', all),
          href: drillHref(ofWholeShop(context), 'net_sales', {
            group: groupName('class', `${abc}${xyz ?? '-'}`),
          }),
        }
      }),
    )
    const unsold = products.filter((product) => product.abc === 'U').length
    return {
      cells,
      unsold,
      thresholds: THRESHOLDS,
      columns: [
        {
          name: 'abc',
          label: 'ABC',
          unit: 'text',
          hint: 'A: the first 80 % of net sales, B: up to 95 %, C: the rest, U: unsold.',
        },
        {
          name: 'xyz',
          label: 'XYZ',
          unit: 'text',
          hint: 'By variation of weekly units: X up to 0.5, Y up to 1, Z above; – below two whole weeks.',
        },
        { name: 'products', label: 'Products', unit: 'count' },
        { name: 'share', label: 'Share of net sales', unit: 'ratio', hrefFrom: 'href' },
      ],
      rows:
        products.length === 0
          ? []
          : [
              ...cells.filter((cell) => cell.products > 0).map((cell) => ({ ...cell, xyz: cell.xyz ?? '–' })),
              ...(unsold > 0 ? [{ abc: 'U', xyz: '–', products: unsold, share: '0' }] : []),
            ],
    }
  },
}
