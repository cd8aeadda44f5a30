import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { applyMigrations } from '@/lib/db/migrate'
import { embeddedPostgres, stopAbandoned } from '@/scripts/lib/postgres-server'
import { TEMPLATE } from './database'

declare module 'vitest' {
  export interface ProvidedContext {
    serverUrl: string
  }
}

const PREFIX = 'storeroom-tests-'

/** A test run that was killed could not stop its server: the next one does. */
async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name)
    if (await stopAbandoned(home).catch(() => false)) rmSync(home, { recursive: true, force: true })
  }
}

/** One throw-away PostgreSQL per test run, with a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearAbandoned()
  const home = mkdtempSync(join(tmpdir(), PREFIX))
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
