import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TaskContext } from '../context'
import { facts } from '../load/facts'
import { count } from './latest-wins'

/** What conform hands to load: rows to write per fact; the CSV files lie in `out/<fact>/quarter=<yyyyqN>/`. */
export interface Written {
  rows: Record<string, number>
}

/** Writes the final fact rows as CSV, a folder a quarter, ready for COPY. */
export async function writeOutput(ctx: TaskContext): Promise<Written> {
  const rows: Record<string, number> = {}
  for (const fact of facts) {
    const folder = join(ctx.folder, 'out', fact.table)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    rows[fact.table] = await count(ctx.duck, fact.final)
    if (rows[fact.table] === 0) continue
    await ctx.duck.run(`copy (
      select ${fact.columns.join(', ')}, (date_key // 10000) || 'q' || ((date_key // 100 % 100 + 2) // 3) as quarter
      from ${fact.final}) to '${folder.replaceAll("'", "''")}'
      (format csv, header false, partition_by (quarter), overwrite_or_ignore true)`)
  }
  return { rows }
}
