import { updateInventoryDaily } from '../aggregate/inventory-daily'
import type { Task } from '../context'
import { sqlFile } from '../sql/sql'

/** Rebuilds the marts for exactly the days, customers and products this run touched. */
export const aggregate: Task = async (ctx) => {
  await ctx.tx.query(`set local work_mem = '128MB'`)
  let rows = 0
  const marts = ['sales_daily', 'product_daily', 'customer_value'] as const
  for (const [index, mart] of marts.entries()) {
    ctx.progress(index, marts.length + 1, mart)
    const results: unknown = await ctx.tx.query(sqlFile(`marts/${mart}`))
    rows += inserted(results)
    await ctx.tx.query(`analyze warehouse.${mart}`)
  }
  ctx.progress(marts.length, marts.length + 1, 'inventory_daily')
  rows += await updateInventoryDaily(ctx)
  await ctx.tx.query(sqlFile('marts/contract_status'), [ctx.clock().toISOString().slice(0, 10)])
  return { rows, message: `${rows} mart rows` }
}

/** A mart's file deletes, then inserts: pg answers with one result a statement. */
function inserted(results: unknown): number {
  const last: unknown = Array.isArray(results) ? results.at(-1) : results
  const count: unknown = last !== null && typeof last === 'object' ? Reflect.get(last, 'rowCount') : 0
  return typeof count === 'number' ? count : 0
}
