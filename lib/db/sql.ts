import { z } from 'zod'
import { InternalError } from '@/lib/core/errors'
import { pool, type Queryable } from './pool'

/**
 * Runs one statement and returns its rows, each checked against `schema`. numeric and int8
 * arrive as strings: let the schema turn them into what the caller wants.
 * @throws InternalError when a row is not what the schema says
 */
export async function query<T>(
  schema: z.ZodType<T>,
  text: string,
  params: unknown[] = [],
  db: Queryable = pool(),
): Promise<T[]> {
  const result = await db.query(text, params)
  const rows = z.array(schema).safeParse(result.rows)
  if (rows.success) return rows.data
  throw new InternalError(
    'unexpected_row',
    `A query answered with an unexpected row.\n${z.prettifyError(rows.error)}`,
    {
      context: { statement: text.slice(0, 500) },
      cause: rows.error,
    },
  )
}

/** As `query`, for a statement that answers with at most one row. */
export async function queryOne<T>(
  schema: z.ZodType<T>,
  text: string,
  params: unknown[] = [],
  db: Queryable = pool(),
): Promise<T | undefined> {
  return (await query(schema, text, params, db))[0]
}
