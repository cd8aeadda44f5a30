import { z } from 'zod'
import { cached, versionedKey } from '@/lib/cache'
import type { KeyPart } from '@/lib/cache/keys'
import { type StoreroomError, TimeoutError_ } from '@/lib/core/errors'
import { pool, type Queryable } from '@/lib/db/pool'
import { queryOne } from '@/lib/db/sql'

/** The load an answer was read from. */
export interface Load {
  /** 0 while nothing was published. */
  version: number
  publishedAt: string
  /** First and last day with a sold order; null in a warehouse without one. */
  firstDate: string | null
  lastDate: string | null
}

const zLoad = z.object({
  version: z.number(),
  publishedAt: z.date().transform((date) => date.toISOString()),
  firstDate: z.string().nullable(),
  lastDate: z.string().nullable(),
})

const NOTHING: Load = { version: 0, publishedAt: '', firstDate: null, lastDate: null }

/** The newest published load. */
export async function currentLoad(db: Queryable = pool()): Promise<Load> {
  const found = await queryOne(
    zLoad,
    `select version, published_at as "publishedAt", first_date::text as "firstDate", last_date::text as "lastDate"
     from pipeline.warehouse_version order by version desc limit 1`,
    [],
    db,
  )
  return found ?? NOTHING
}

export interface ReadOptions {
  /** Another database than the process's own; then nothing is cached. */
  db?: Pick<Queryable, 'query'> & { connect(): Promise<ClientLike> }
  timeoutSeconds?: number
}

type ClientLike = Queryable & { release(error?: Error): void }

/** A load was published between the look at the version and the reading. */
class LoadMoved extends Error {}

/**
 * Reads something of one load: cached under its version, and read in one snapshot, so that an answer
 * never mixes two loads nor stands under the version of another.
 * @param name what is read, the readable part of the cache key
 * @param parts everything the answer depends on besides the load
 * @throws TimeoutError_ when the database takes longer than `timeoutSeconds` (60)
 */
export async function readLoad<T>(
  name: string,
  parts: KeyPart[],
  work: (db: Queryable, load: Load) => Promise<T>,
  options: ReadOptions = {},
): Promise<{ load: Load; data: T }> {
  const { db = pool(), timeoutSeconds = 60 } = options
  for (let attempt = 1; ; attempt++) {
    const load = await currentLoad(db)
    const read = () => inSnapshot(db, load, timeoutSeconds, work)
    try {
      const data = options.db ? await read() : await cached(versionedKey(load, name, ...parts), read)
      return { load, data }
    } catch (error) {
      if (!(error instanceof LoadMoved) || attempt === 3) throw error
    }
  }
}

async function inSnapshot<T>(
  db: NonNullable<ReadOptions['db']>,
  expected: Load,
  timeoutSeconds: number,
  work: (db: Queryable, load: Load) => Promise<T>,
): Promise<T> {
  const client = await db.connect()
  let broken: Error | undefined
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`set local statement_timeout = ${Math.round(timeoutSeconds * 1000)}`)
    const load = await currentLoad(client)
    if (load.version !== expected.version || load.publishedAt !== expected.publishedAt)
      throw new LoadMoved('A new load was published.')
    const data = await work(client, load)
    await client.query('commit')
    return data
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason
    })
    throw isTimeout(error) ? tooSlow(error, timeoutSeconds) : error
  } finally {
    client.release(broken)
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === '57014'
}

function tooSlow(cause: unknown, seconds: number): StoreroomError {
  return new TimeoutError_('query_too_slow', `The database did not answer within ${seconds} seconds.`, {
    whatToDo: 'Ask for a shorter period or fewer dimensions.',
    cause,
  })
}
