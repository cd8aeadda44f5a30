import pg from 'pg'
import { z } from 'zod'
import { pool } from './pool'
import { query } from './sql'

const statementSchema = z.object({
  /** Normalised by PostgreSQL: every constant is $1, $2, … */
  text: z.string(),
  calls: z.coerce.number(),
  meanMs: z.number(),
  maxMs: z.number(),
  totalMs: z.number(),
  rows: z.coerce.number(),
})
export type SlowStatement = z.infer<typeof statementSchema>

export type SlowStatements =
  | { status: 'on'; since: Date | null; statements: SlowStatement[] }
  /** `not_loaded`: the server lacks the library; `not_created`: only the extension; `forbidden`: this user may not. */
  | { status: 'not_loaded' | 'not_created' | 'forbidden' }

/** Calls the extension in the schema it was created in, wherever that is. */
async function home(): Promise<string | undefined> {
  const [row] = await query(
    z.object({ schema: z.string() }),
    `select quote_ident(n.nspname) as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
     where e.extname = 'pg_stat_statements'`,
  )
  return row?.schema
}

/**
 * The statements of this database that took the most time in all since the statistics began.
 * Only queries and changes: what sets up roles or settings could carry a password.
 */
export async function slowStatements(limit = 10): Promise<SlowStatements> {
  const schema = await home()
  if (!schema) return { status: 'not_created' }
  try {
    const statements = await query(
      statementSchema,
      // Comments stand before most of our statements; what counts is the first word behind them.
      `with told as (
         select s.*, btrim(regexp_replace(s.query, '(--[^\\n]*(\\n|$))|(/\\*.*?\\*/)', '', 'g'), E' \\n\\t') as bare
         from ${schema}.pg_stat_statements s
         where s.dbid = (select oid from pg_database where datname = current_database()) and s.toplevel
       )
       select bare as text, sum(calls) as calls, sum(total_exec_time) / sum(calls) as "meanMs",
         max(max_exec_time) as "maxMs", sum(total_exec_time) as "totalMs", sum(rows) as rows
       from told
       where bare ~* '^(select|with|insert|update|delete|merge)\\M' and bare !~* 'pg_stat_statements'
       group by bare having sum(calls) > 0 order by "totalMs" desc limit $1`,
      [limit],
    )
    return { status: 'on', since: await since(schema), statements }
  } catch (error) {
    // 55000: created, but not in shared_preload_libraries. 42501: no right to read it.
    if (error instanceof pg.DatabaseError && error.code === '55000') return { status: 'not_loaded' }
    if (error instanceof pg.DatabaseError && error.code === '42501') return { status: 'forbidden' }
    throw error
  }
}

async function since(schema: string): Promise<Date | null> {
  const [row] = await query(
    z.object({ at: z.date().nullable() }),
    `select stats_reset as at from ${schema}.pg_stat_statements_info`,
  )
  return row?.at ?? null
}

/**
 * Switches statement statistics on where the server has them loaded and this user may: true when
 * they can be read afterwards. Everywhere else nothing is changed.
 */
export async function enableSlowStatements(db: Pick<pg.Pool, 'connect'> = pool()): Promise<boolean> {
  const client = await db.connect()
  try {
    await client.query('begin')
    await client.query('create extension if not exists pg_stat_statements')
    await client.query('select 1 from pg_stat_statements limit 1')
    await client.query('commit')
    return true
  } catch {
    await client.query('rollback').catch(() => {})
    return false
  } finally {
    client.release()
  }
}
