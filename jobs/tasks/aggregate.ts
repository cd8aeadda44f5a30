import { updateInventoryDaily } from '../aggregate/inventory-daily'
import { fillMart, marts, nameFinalRows, rebuildMart } from '../aggregate/marts'
import type { Task } from '../context'
import { sqlFile } from '../sql/sql'
import { zConformOutput } from './conform'

/** Rebuilds the marts for exactly the days, customers and products this run touched. */
export const aggregate: Task = async (ctx) => {
  const { isFirstLoad } = zConformOutput.parse(ctx.outputs.conform)
  await ctx.tx.query(`set local work_mem = '128MB'`)
  if (isFirstLoad) await nameFinalRows(ctx)
  let rows = 0
  for (const [index, mart] of marts.entries()) {
    ctx.progress(index, marts.length + 1, mart.name)
    await ctx.part(mart.name, async () => {
      const written = isFirstLoad ? await fillMart(ctx, mart) : await rebuildMart(ctx, mart)
      await ctx.tx.query(`analyze warehouse.${mart.name}`)
      rows += written
      return { rows: written }
    })
  }
  ctx.progress(marts.length, marts.length + 1, 'inventory_daily')
  await ctx.part('inventory_daily', async () => {
    const written = await updateInventoryDaily(ctx)
    rows += written
    return { rows: written }
  })
  await ctx.tx.query(sqlFile('marts/contract_status'), [ctx.clock().toISOString().slice(0, 10)])
  return { rows, message: `${rows} mart rows` }
}
