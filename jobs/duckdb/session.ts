import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { z } from 'zod'
import { InternalError } from '@/lib/core/errors'

/** A value of a prepared statement's `$1`, `$2` … */
export type Parameter = string | number | bigint | boolean | null

/** One connection to a run's DuckDB file. Statements run one after the other. */
export interface DuckSession {
  run(sql: string, params?: Parameter[]): Promise<void>
  /** Rows parsed by the schema; big integers, decimals, dates and timestamps arrive as strings. */
  rows<T>(schema: z.ZodType<T>, sql: string, params?: Parameter[]): Promise<T[]>
  /** Stops the statement that is running, if any. */
  interrupt(): void
  close(): Promise<void>
}

/** Buffer memory, not the process's: a run with 1 GB peaks at about 1.6 GB. */
const MEMORY_LIMIT = '1GB'
const THREADS = '2'

/**
 * Opens (or creates) the DuckDB file of a run's folder. The conversions of time zones are those of the bundled ICU; the session
 * works in UTC. Insertion order is not kept, because every row carries its record number.
 */
export async function openSession(folder: string): Promise<DuckSession> {
  const tempDir = join(folder, 'spill')
  const instance = await DuckDBInstance.create(join(folder, 'run.duckdb'), {
    memory_limit: MEMORY_LIMIT,
    threads: THREADS,
    temp_directory: tempDir,
    preserve_insertion_order: 'false',
    // The file lives as long as the run: compressing tables and folding the log into them took a third of its time.
    checkpoint_threshold: '1TB',
    // Nothing is downloaded at run time: what the pipeline needs is bundled.
    autoinstall_known_extensions: 'false',
  })
  const connection = await instance.connect()
  await connection.run(`set TimeZone = 'UTC'`)
  await connection.run(`set force_compression = 'uncompressed'`)
  return {
    run: async (sql, params) => {
      await execute(connection, sql, params)
    },
    rows: async (schema, sql, params) => {
      const reader = await execute(connection, sql, params)
      return reader.getRowObjectsJson().map((row) => schema.parse(row))
    },
    interrupt: () => connection.interrupt(),
    close: async () => {
      connection.closeSync()
      instance.closeSync()
      await rm(tempDir, { recursive: true, force: true })
    },
  }
}

/**
 * `run` holds one of libuv's four threads, which leaves three for files: statements follow each other. `start…` holds
 * none, but sleeps 1 ms between the steps it takes: the 500 statements of a small run took 3.1 s, now 1.9 s.
 */
async function execute(connection: DuckDBConnection, sql: string, params?: Parameter[]) {
  try {
    return await connection.runAndReadAll(sql, params)
  } catch (error) {
    if (error instanceof Error && /interrupt/i.test(error.message)) throw error
    const message = error instanceof Error ? error.message : String(error)
    // DuckDB has no error codes.
    const isFull = /No space left on device|disk quota exceeded/i.test(message)
    throw new InternalError(isFull ? 'disk_full' : 'duckdb', `DuckDB refused a statement: ${message}`, {
      cause: error,
      context: { sql: sql.slice(0, 2000) },
      whatToDo: isFull ? 'Free space on the disk of STOREROOM_HOME, then run again.' : undefined,
    })
  }
}
