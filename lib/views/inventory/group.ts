import { QueryError } from '@/lib/metrics/query-error'
import type { StockPosition } from '@/lib/reports/stock-position'
import { valueLabel } from '../labels'
import type { ViewContext } from '../view'
import { COVER_GROUPS, coverGroupOf } from './cover-groups'
import { positions } from './stock'

/** Products that a stock report puts together: `category:Tea` as of the end of the period, `cover:Under a week`. */
export interface StockGroup {
  /** What the condition is called on the page. */
  label: string
  products: string[]
}

/** How a group of products is written in an address. */
export const stockGroupName = (kind: 'category' | 'cover', name: string) => `${kind}:${name}`

/** Reads a group and finds its products by the report itself. @throws QueryError */
export async function stockGroupOf(text: string, context: ViewContext): Promise<StockGroup> {
  const at = text.indexOf(':')
  const kind = text.slice(0, Math.max(0, at))
  const name = text.slice(at + 1)
  const inside = membersOf(kind, name)
  if (!inside)
    throw new QueryError('bad_group', `"${text}" is no group of products.`, {
      whatToDo: `Write category:NAME or one of ${COVER_GROUPS.map(({ label }) => `cover:${label}`).join(', ')}.`,
    })
  const products = (await positions(context)).filter(inside).map(({ productId }) => productId)
  const label = kind === 'cover' ? `Days of cover: ${name}` : `Category: ${valueLabel('category', name)}`
  return { label, products }
}

function membersOf(kind: string, name: string): ((product: StockPosition) => boolean) | undefined {
  if (kind === 'category' && name) return ({ category }) => category === name
  if (kind === 'cover' && COVER_GROUPS.some(({ label }) => label === name))
    return (product) => coverGroupOf(product) === name
  return undefined
}
