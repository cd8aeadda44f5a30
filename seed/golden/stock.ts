import { cents, decimal, divide } from './exact'
import type { Entry } from './records'
import type { Standing } from './resolve'
import { instant } from './rules'

/** What is left of a product. Values in the reporting currency; null where stock was ever below zero. */
export interface StockLeft {
  on_hand: number
  lowest: number
  moving_average_value: string | null
}

/** Stock of every product with a movement, after the last one: the value by exact moving average. */
export function countStock(standing: Standing): Record<string, StockLeft> {
  const byProduct = new Map<string, Entry[]>()
  for (const entry of standing.winners.inventory_movements?.values() ?? []) {
    const product = entry.row.product_id ?? ''
    byProduct.set(product, [...(byProduct.get(product) ?? []), entry])
  }
  const stock: Record<string, StockLeft> = {}
  for (const product of [...byProduct.keys()].sort()) stock[product] = count(byProduct.get(product) ?? [])
  return stock
}

function count(movements: Entry[]): StockLeft {
  movements.sort(
    (a, b) =>
      (instant(a.row.moved_at ?? '') ?? 0) - (instant(b.row.moved_at ?? '') ?? 0) || (a.key < b.key ? -1 : 1),
  )
  let onHand = 0n
  let lowest = 0n
  // The value is the fraction value / parts of 1/10,000, kept exact.
  let value = 0n
  let parts = 1n
  for (const { row } of movements) {
    const quantity = BigInt(row.quantity ?? 0)
    if (quantity > 0n) value += quantity * decimal(row.unit_cost ?? '', 4).value * parts
    else if (onHand > 0n) {
      value *= onHand + quantity
      parts *= onHand
    }
    onHand += quantity
    if (onHand < lowest) lowest = onHand
  }
  return {
    on_hand: Number(onHand),
    lowest: Number(lowest),
    moving_average_value: lowest < 0n ? null : cents(divide(value, parts * 100n)),
  }
}
