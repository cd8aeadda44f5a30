import { z } from 'zod'
import type { Task } from '../context'
import { keepLoadChanges } from '../publish/load-changes'
import { zConformOutput } from './conform'

const zVersion = z.object({ version: z.number(), released: z.coerce.number() })

/**
 * Makes the transaction's content the next load version. The orchestrator fences it by the run's epoch, ends the
 * run, announces it and commits: only then does any reader see a row of this run.
 */
export const publish: Task = async (ctx) => {
  const { files } = zConformOutput.parse(ctx.outputs.conform)
  const { rows } = await ctx.tx.query(
    `insert into pipeline.warehouse_version (version, run_id, epoch, published_at, first_date, last_date)
     select coalesce((select max(version) from pipeline.warehouse_version), 0) + 1, $1, $2, $3,
       to_date(min(date_key)::text, 'YYYYMMDD'), to_date(max(date_key)::text, 'YYYYMMDD')
     from warehouse.sales_daily where orders > 0
     returning version, (select count(*) from staging.released) as released`,
    [String(ctx.run.id), String(ctx.run.epoch), ctx.clock()],
  )
  const { version, released } = zVersion.parse(rows[0])
  await keepLoadChanges(ctx, version)
  const sum = (key: 'rows_read' | 'loaded' | 'unchanged' | 'superseded' | 'quarantined') =>
    files.reduce((n, f) => n + f[key], 0)
  const totals = {
    read: sum('rows_read'),
    loaded: sum('loaded'),
    unchanged: sum('unchanged'),
    superseded: sum('superseded'),
    quarantined: sum('quarantined'),
    released,
  }
  return {
    rows: totals.loaded,
    message: `load ${version}`,
    output: { version, files: files.length, rows: totals },
  }
}
