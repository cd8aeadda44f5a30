import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** The migrated database every test database is copied from. */
export const TEMPLATE = 'storeroom_template'

export interface TestDatabase {
  url: string
  pool: pg.Pool
  /** Ends the pool and drops the database. */
  close(): Promise<void>
}

export interface TestDatabaseOptions {
  /** An empty database instead of a migrated one. */
  empty?: boolean
}

/** A fresh migrated database of its own on the test run's PostgreSQL (about 50 ms). */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const template = options.empty ? 'template0' : TEMPLATE
  await asAdmin((client) => client.query(`create database ${name} template ${template} strategy file_copy`))
  const address = new URL(inject('serverUrl'))
  address.pathname = `/${name}`
  const pool = new pg.Pool({ connectionString: address.href, max: 5 })
  // Connections that other code left open are ended by the drop; that is no failure.
  pool.on('error', () => {})
  return {
    url: address.href,
    pool,
    close: async () => {
      await pool.end()
      await asAdmin((client) => client.query(`drop database if exists ${name} with (force)`))
    },
  }
}

async function asAdmin(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: inject('serverUrl') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
