import type { TaskContext } from '../context'
import { appendRejected } from '../duckdb/rejected'
import { count } from './latest-wins'
import { drop, model } from './model'

/**
 * Keeps the records of `valid_<entity>` whose parents are missing aside as waiting rows
 * (`jobs/sql/conform/orphans_<entity>.sql`) and leaves the others as the view `resolved_<entity>`.
 * `replace` rewrites columns of the resolved rows, in DuckDB's `* replace (…)` form.
 */
export async function setOrphansAside(ctx: TaskContext, entity: string, replace?: string): Promise<void> {
  const { duck } = ctx
  await model(duck, `orphans_${entity}`)
  const orphans = await count(duck, `orphans_${entity}`)
  if (orphans > 0) await appendRejected(duck, entity, `select * from orphans_${entity}`)
  const columns = replace ? `v.* replace (${replace})` : 'v.*'
  const without =
    orphans === 0
      ? ''
      : `anti join orphans_${entity} o on o.file_id = v.file_id and o.record_number = v.record_number`
  await drop(duck, `resolved_${entity}`)
  await duck.run(`create view resolved_${entity} as select ${columns} from valid_${entity} v ${without}`)
}
