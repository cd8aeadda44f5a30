import { z } from 'zod'
import { closeBooks, openBooks } from '../conform/books'
import { conformCatalog } from '../conform/catalog'
import { findFixed } from '../conform/fixed'
import { conformOrders } from '../conform/orders'
import { writeOutput } from '../conform/output'
import { emptyState } from '../conform/state'
import { conformStock } from '../conform/stock'
import type { Task } from '../context'

/** What later tasks need of conform. */
export const zConformOutput = z.object({
  /** No order was in the warehouse before. */
  isFirstLoad: z.boolean(),
  /** No stock movement was. */
  isFirstStock: z.boolean(),
  rows: z.record(z.string(), z.number()),
  files: z.array(
    z.object({
      file_id: z.string(),
      name: z.string(),
      rows_read: z.number(),
      loaded: z.number(),
      unchanged: z.number(),
      superseded: z.number(),
      quarantined: z.number(),
    }),
  ),
})

/**
 * From valid records to final warehouse rows: references are resolved against the batch and the warehouse
 * (orphans wait in quarantine), the latest record of each key wins, dimensions get their versions, and every
 * order or movement that is touched is computed anew, whole, by the same SQL as a new one.
 * That is why loading in parts ends like loading at once.
 */
export const conform: Task = async (ctx) => {
  await ctx.pg.query(`set timezone = 'UTC'`)
  await ctx.duck.run(`set TimeZone = 'UTC'`)
  await ctx.duck.run(`set variable store_timezone = '${ctx.env.storeTimezone.replaceAll("'", "''")}'`)
  await ctx.duck.run(`set variable reporting_currency = '${ctx.env.reportingCurrency.replaceAll("'", "''")}'`)

  await openBooks(ctx)
  await emptyState(ctx)
  ctx.progress(0, 4, 'rates, suppliers, products, customers')
  await ctx.part('catalog', async () => {
    await conformCatalog(ctx)
    return undefined
  })
  ctx.progress(1, 4, 'orders, lines, refunds')
  const orders = await ctx.part('orders', async () => beside(await conformOrders(ctx)))
  ctx.progress(2, 4, 'stock movements')
  const stock = await ctx.part('stock', async () => beside(await conformStock(ctx)))
  const files = await closeBooks(ctx)
  await findFixed(ctx)
  ctx.progress(3, 4, 'writing the rows to load')
  const written = await writeOutput(ctx)

  const rows = Object.values(written.rows).reduce((sum, n) => sum + n, 0)
  const output = { isFirstLoad: !orders.held, isFirstStock: !stock.held, files, ...written }
  return { rows, message: `${rows} rows to write`, output }
}

const beside = (held: boolean) => ({
  held,
  message: held ? 'beside those the warehouse holds' : 'the warehouse held none',
})
