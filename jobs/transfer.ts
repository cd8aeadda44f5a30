import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { TaskContext } from './context'
import type { DuckSession } from './duckdb/session'

/**
 * Rows between DuckDB and PostgreSQL, as CSV files in the run's folder: both ends write and read
 * them at their own speed and nothing is parsed in JavaScript.
 */

/** DuckDB column types by column name, in the order of the query. */
export type Columns = Record<string, string>

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

async function transferFile(ctx: TaskContext, name: string): Promise<string> {
  const folder = join(ctx.folder, 'transfer')
  await mkdir(folder, { recursive: true })
  return join(folder, `${name}.csv`)
}

/**
 * Copies the answer of a PostgreSQL query into a DuckDB table, appending if it exists.
 * `query` has no parameters: everything it filters by lies in tables.
 */
export async function pull(ctx: TaskContext, table: string, columns: Columns, query: string): Promise<void> {
  const file = await transferFile(ctx, `pull-${table}`)
  await pipeline(ctx.pg.query(copyTo(`copy (${query}) to stdout (format csv)`)), createWriteStream(file), {
    signal: ctx.signal,
  })
  const types = Object.entries(columns).map(([name, type]) => `${quoted(name)} ${type}`)
  await ctx.duck.run(`create table if not exists ${table} (${types.join(', ')})`)
  const read = Object.entries(columns).map(([name, type]) => `${literal(name)}: ${literal(type)}`)
  await ctx.duck.run(`insert into ${table} select * from read_csv(${literal(file)}, header = false,
    auto_detect = false, delim = ',', quote = '"', escape = '"', allow_quoted_nulls = false, strict_mode = true,
    max_line_size = 16000000, columns = {${read.join(', ')}})`)
  await rm(file)
}

/**
 * Streams one CSV file without header into a PostgreSQL table; returns the number of rows. `freeze` is for a
 * table made in the same transaction: its rows need no second visit by the first reader or by VACUUM.
 */
export async function copyFile(
  client: Client,
  table: string,
  columns: string[],
  file: string,
  signal: AbortSignal,
  { freeze = false } = {},
): Promise<number> {
  const into = client.query(
    copyFrom(`copy ${table} (${columns.map(quoted).join(', ')}) from stdin (format csv, freeze ${freeze})`),
  )
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), into, { signal })
  return into.rowCount
}

/** Writes the answer of a DuckDB query as CSV without header. */
export async function copyToFile(duck: DuckSession, select: string, file: string): Promise<void> {
  await duck.run(`copy (${select}) to ${literal(file)} (format csv, header false)`)
}

/** Copies the answer of a DuckDB query into an existing PostgreSQL table; returns the number of rows. */
export async function push(
  ctx: TaskContext,
  table: string,
  columns: string[],
  select: string,
  client: Client = ctx.pg,
): Promise<number> {
  const file = await transferFile(ctx, `push-${table.replaceAll('.', '-')}`)
  await copyToFile(ctx.duck, select, file)
  const rows = await copyFile(client, table, columns, file, ctx.signal)
  await rm(file)
  return rows
}
