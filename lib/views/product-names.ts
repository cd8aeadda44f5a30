import type { DayRange } from '@/lib/core/dates'
import { compareFigures } from '@/lib/core/decimal'
import type { Figure } from '@/lib/core/format'
import { valueLabel } from './labels'
import { metricRows } from './source'
import type { ViewContext } from './view'

export interface ProductName {
  name: string
  category: string
}

/**
 * What products are called, and the category that most of their sales fell in: a product may have
 * changed category, and figures by product must not be split by that.
 */
export async function productNames(
  context: ViewContext,
  ranges: readonly DayRange[],
): Promise<Map<string, ProductName>> {
  const answers = await Promise.all(
    ranges.map((range) =>
      metricRows(context, { metrics: ['gross_sales'], by: ['product', 'product_name', 'category'], range }),
    ),
  )
  const best = new Map<string, Figure>()
  const names = new Map<string, ProductName>()
  for (const row of answers.flat()) {
    const id = String(row['product'])
    if (names.has(id) && compareFigures(row['gross_sales'], best.get(id)) <= 0) continue
    best.set(id, row['gross_sales'])
    names.set(id, {
      name: String(row['product_name']),
      category: valueLabel('category', String(row['category'])),
    })
  }
  return names
}
