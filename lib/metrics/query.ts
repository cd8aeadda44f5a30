import { z } from 'zod'
import { env } from '@/lib/core/env'
import type { Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { type CompileOptions, compileQuery, type QueryColumn } from './compile'
import { QueryError } from './query-error'
import { normaliseRequest, type QueryInput, type QueryRequest } from './request'
import { type ReadOptions, readLoad } from './snapshot'

/** A figure: an amount or ratio as exact text, a count as number; null where there is none (a ratio by zero). */
export type Cell = string | number | null
export type QueryRow = Record<string, Cell>

export interface QueryResult {
  /** The load the figures are of; 0 while nothing was published. */
  version: number
  columns: QueryColumn[]
  rows: QueryRow[]
  /** Last day with a sold order; null in an empty warehouse. */
  dataThrough: string | null
}

/** More rows than this are not answered, but asked to be narrowed. */
export const MAX_ROWS = 250_000

// bigint arrives as text; counts stay far below 2^53.
const zCount = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
])
const zText = z.string().nullable()

/**
 * Answers a question about metrics: rows in the order of their dimensions, amounts and ratios as
 * decimal strings. Without dimensions there is one row; with them one for each combination with data.
 * @throws QueryError when the question names what does not exist or cannot be combined
 */
export async function queryMetrics(input: QueryInput, options: ReadOptions = {}): Promise<QueryResult> {
  const request = normaliseRequest(input)
  // Compiled before the cache is asked: a question that is wrong is so for every load.
  const compiling: CompileOptions = { timeZone: env().storeTimezone, maxRows: MAX_ROWS }
  const { columns } = compileQuery(request, compiling)
  const { load, data } = await readLoad(
    'metrics',
    [{ ...request, timeZone: compiling.timeZone }],
    (db) => runQuery(request, compiling, db),
    options,
  )
  return { version: load.version, columns, rows: data, dataThrough: load.lastDate }
}

/** Compiles and runs a question on a connection. */
export async function runQuery(
  request: QueryRequest,
  options: CompileOptions,
  db: Queryable,
): Promise<QueryRow[]> {
  const { sql, params, columns } = compileQuery(request, options)
  const rows = await query(schemaOf(columns), sql, params, db)
  if (options.maxRows && rows.length > options.maxRows)
    throw new QueryError('too_many_rows', `The answer has more than ${options.maxRows} rows.`, {
      whatToDo: 'Ask for a shorter period, fewer dimensions or one value of a dimension.',
    })
  return rows
}

function schemaOf(columns: readonly QueryColumn[]): z.ZodType<QueryRow> {
  const isText = ({ unit }: QueryColumn) =>
    unit === 'money' || unit === 'ratio' || unit === 'date' || unit === 'text'
  // What a ratio's unit does not say: aov is money, units_per_order a quotient, both text.
  return z.object(
    Object.fromEntries(columns.map((column) => [column.name, isText(column) ? zText : zFigure])),
  )
}

const zFigure = z.union([zCount, z.string(), z.null()])

/** A question with its answer for another period beside it. */
export async function queryWithComparison(
  input: QueryInput,
  comparison: { from: string; to: string } | null,
  options: ReadOptions = {},
): Promise<{ now: QueryResult; before: QueryResult | null }> {
  const [now, before] = await Promise.all([
    queryMetrics(input, options),
    comparison ? queryMetrics({ ...input, ...comparison }, options) : null,
  ])
  return { now, before }
}
