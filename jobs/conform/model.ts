import type { DuckSession } from '../duckdb/session'
import { sqlFile } from '../sql/sql'

/** Builds the table `name` from `jobs/sql/conform/<name>.sql`, or a view of it where its rows are read once. */
export async function model(duck: DuckSession, name: string, as: 'table' | 'view' = 'table'): Promise<void> {
  await drop(duck, name)
  await duck.run(`create ${as} ${name} as ${sqlFile(`conform/${name}`)}`)
}

/** Removes a table or view, whichever it is. */
export async function drop(duck: DuckSession, name: string): Promise<void> {
  // DuckDB refuses `drop view if exists` on a table, and the other way round.
  await duck.run(`drop view if exists ${name}`).catch(() => duck.run(`drop table if exists ${name}`))
}
