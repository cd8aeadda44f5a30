import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { applyMigrations } from '@/lib/db/migrate'
import { embeddedPostgres } from '@/scripts/lib/postgres-server'
import { TEMPLATE } from './database'

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string
  }
}

/** One throw-away PostgreSQL per test run, with a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'storeroom-tests-'))
  // As root the server runs as user postgres, which must be able to pass through.
  chmodSync(home, 0o711)
  const server = await embeddedPostgres({ home, throwAway: true })
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query(`create database ${TEMPLATE}`)
  await client.end()
  const template = new URL(server.url)
  template.pathname = `/${TEMPLATE}`
  await applyMigrations(template.href)
  project.provide('serverUrl', server.url)
  return async () => {
    await server.release()
    rmSync(home, { recursive: true, force: true })
  }
}
