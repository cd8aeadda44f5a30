import pg from 'pg'
import { env } from '@/lib/core/env'
import { DatabaseError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'

/** What can run a statement: the pool, a pooled client or a single connection. */
export type Queryable = Pick<pg.Pool | pg.PoolClient | pg.Client, 'query'>

const globals = globalThis as typeof globalThis & { storeroomPool?: pg.Pool }

/** The database address of this process. @throws DatabaseError when none is set */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL?.trim() || env().databaseUrl
  if (url) return url
  throw new DatabaseError('no_database_url', 'DATABASE_URL is not set.', {
    whatToDo: 'Start through `npm start` or an npm script, or set DATABASE_URL to a PostgreSQL address.',
  })
}

/**
 * The process's connection pool, made on first use. Kept on globalThis so that Next's hot
 * reload does not open a new one each time. Numbers beyond int4 arrive as strings (pg's default).
 */
export function pool(): pg.Pool {
  if (!globals.storeroomPool) {
    const made = new pg.Pool({
      connectionString: databaseUrl(),
      max: 10,
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 10_000,
      application_name: 'storeroom',
    })
    // An idle connection that the server drops must not end the process.
    made.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
    globals.storeroomPool = made
  }
  return globals.storeroomPool
}

/** Ends the pool, if there is one; for scripts and tests. */
export async function closePool(): Promise<void> {
  const made = globals.storeroomPool
  globals.storeroomPool = undefined
  await made?.end()
}

/** Runs `work` with one connection of the pool. */
export async function withClient<T>(work: (client: pg.PoolClient) => Promise<T>, from = pool()): Promise<T> {
  const client = await from.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

/** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
export async function transaction<T>(work: (client: pg.PoolClient) => Promise<T>, from = pool()): Promise<T> {
  const client = await from.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    // A connection that cannot even roll back is thrown away, not given to the next caller.
    await client.query('rollback').catch((reason: Error) => {
      broken = reason
    })
    throw error
  } finally {
    client.release(broken)
  }
}
