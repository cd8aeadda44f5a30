import { once } from 'node:events'
import { from as copyFrom } from 'pg-copy-streams'
import { z } from 'zod'
import { createLedger } from '@/lib/reports/inventory-valuation'
import type { TaskContext } from '../context'

/** product_id, date_key, movement_type, quantity, unit_cost */
const zMovement = z.tuple([z.string(), z.number(), z.string(), z.number(), z.string().nullable()])
const FETCH = 20_000
const types = ['receipt', 'sale', 'return', 'adjustment', 'transfer', 'write_off'] as const

/**
 * Rebuilds inventory_daily for the products in staging.touched_stock. Moving average and FIFO depend on every
 * movement before, so a product's ledger is written anew from its first movement; one product is in memory at a time.
 * @returns rows written
 */
export async function updateInventoryDaily(ctx: TaskContext): Promise<number> {
  await ctx.tx.query(
    'delete from warehouse.inventory_daily d using staging.touched_stock t where t.product_id = d.product_id',
  )
  await ctx.tx.query(`declare movements no scroll cursor for
    select p.product_id, m.date_key, m.movement_type, m.quantity, m.unit_cost::text
    from warehouse.inventory_movements m
    join warehouse.dim_products p using (product_key)
    join staging.touched_stock t using (product_id)
    order by p.product_id collate "C", m.moved_at, m.quantity < 0, m.movement_id collate "C"`)

  let rows = 0
  let product: string | null = null
  let day = 0
  let ledger = createLedger()
  let units = new Map<string, number>()
  let lines: string[] = []
  const closeDay = () => {
    if (product === null) return
    const end = ledger.endOfDay()
    lines.push(
      [
        day,
        `"${product.replaceAll('"', '""')}"`,
        ...types.map((t) => units.get(t) ?? 0),
        end.onHand,
        end.averageCost ?? '',
        end.stockValue,
        end.fifoValue,
      ].join(','),
    )
    rows++
    units = new Map()
  }

  for (;;) {
    const batch = await ctx.tx.query({ text: `fetch ${FETCH} from movements`, rowMode: 'array' })
    for (const raw of batch.rows) {
      const [productId, dateKey, type, quantity, unitCost] = zMovement.parse(raw)
      if (productId !== product || dateKey !== day) closeDay()
      if (productId !== product) ledger = createLedger()
      product = productId
      day = dateKey
      ledger.add({ type, quantity, unitCost })
      units.set(type, (units.get(type) ?? 0) + quantity)
    }
    if (batch.rows.length < FETCH) closeDay()
    if (lines.length > 0) await copyLines(ctx, lines)
    lines = []
    ctx.signal.throwIfAborted()
    if (batch.rows.length < FETCH) break
  }
  await ctx.tx.query('close movements')
  await ctx.tx.query('analyze warehouse.inventory_daily')
  return rows
}

async function copyLines(ctx: TaskContext, lines: string[]): Promise<void> {
  const stream = ctx.tx.query(
    copyFrom(`copy warehouse.inventory_daily (date_key, product_id, received, sold, returned, adjusted, transferred, written_off,
      on_hand, average_cost, stock_value, fifo_value) from stdin (format csv)`),
  )
  stream.end(`${lines.join('\n')}\n`)
  await once(stream, 'finish')
}
