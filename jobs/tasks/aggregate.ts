import { copyInventoryDaily, writeInventoryDaily } from '../aggregate/inventory-daily'
import { marts, nameFinalRows, rebuildMart, writeMart } from '../aggregate/marts'
import type { Task, TaskContext } from '../context'
import { sqlFile } from '../sql/sql'
import { copyFile } from '../transfer'
import { zConformOutput } from './conform'

/** Rebuilds the marts for exactly the days, customers and products this run touched. */
export const aggregate: Task = async (ctx) => {
  const { isFirstLoad } = zConformOutput.parse(ctx.outputs.conform)
  await ctx.tx.query(`set local work_mem = '128MB'`)
  // 3,000 sampled rows a table instead of 30,000: 0.05 s instead of 0.4 s, and autovacuum looks closer later.
  await ctx.tx.query('set local default_statistics_target = 10')
  const rows = isFirstLoad ? await fillMarts(ctx) : await rebuildMarts(ctx)
  await ctx.tx.query(sqlFile('marts/contract_status'), [ctx.clock().toISOString().slice(0, 10)])
  return { rows, message: `${rows} mart rows` }
}

async function rebuildMarts(ctx: TaskContext): Promise<number> {
  let rows = 0
  for (const [index, mart] of marts.entries()) {
    ctx.progress(index, marts.length + 1, mart.name)
    rows += await rebuildMart(ctx, mart)
    await ctx.tx.query(`analyze warehouse.${mart.name}`)
  }
  ctx.progress(marts.length, marts.length + 1, 'inventory_daily')
  return rows + (await copyInventoryDaily(ctx, await writeInventoryDaily(ctx, false)))
}

/** The stock ledger is worked out here while PostgreSQL takes in the other marts. */
async function fillMarts(ctx: TaskContext): Promise<number> {
  const { isFirstStock } = zConformOutput.parse(ctx.outputs.conform)
  await nameFinalRows(ctx)
  const files: string[] = []
  for (const [index, mart] of marts.entries()) {
    ctx.progress(index, marts.length + 1, mart.name)
    files.push(await writeMart(ctx, mart))
  }
  const copyMarts = async () => {
    let rows = 0
    for (const [index, { name, columns }] of marts.entries()) {
      // Empty as it is: PostgreSQL then writes no log of what this transaction puts into it (wal_level minimal).
      await ctx.tx.query(`truncate warehouse.${name}`)
      rows += await copyFile(ctx.tx, `warehouse.${name}`, columns, files[index] ?? '', ctx.signal)
      await ctx.tx.query(`analyze warehouse.${name}`)
    }
    return rows
  }
  ctx.progress(marts.length, marts.length + 1, 'inventory_daily')
  if (!isFirstStock)
    return (await copyMarts()) + (await copyInventoryDaily(ctx, await writeInventoryDaily(ctx, false)))
  const [rows, days] = await Promise.all([copyMarts(), writeInventoryDaily(ctx, true)])
  return rows + (await copyInventoryDaily(ctx, days))
}
