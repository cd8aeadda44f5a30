import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationList } from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { DatabaseError } from '@/lib/core/errors'
import { withSchemaEngine } from './schema-engine'

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))
/** Any number will do, as long as every starter uses the same. */
const MIGRATION_LOCK = 7_345_021
const NO_FILTER = { externalTables: [], externalEnums: [] }

/**
 * Brings the database at `url` to the newest migration and returns the names of those it
 * applied. Books are kept in `_prisma_migrations` as the Prisma CLI keeps them. Two starters
 * at once wait for each other.
 * @throws DatabaseError saying why the database cannot be used and what to do
 */
export async function applyMigrations(url: string): Promise<string[]> {
  const client = await connect(url)
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    const list = migrationList()
    if (await isUpToDate(client, list)) return []
    return await withSchemaEngine(url, async (engine) => {
      const state = await engine.diagnoseMigrationHistory({
        migrationsList: list,
        optInToShadowDatabase: false,
        filters: NO_FILTER,
      })
      refuse(state.editedMigrationNames, 'changed after it was applied')
      if (state.history?.diagnostic === 'migrationsDirectoryIsBehind') {
        throw new DatabaseError('newer_database', 'The database was migrated by a newer Storeroom.', {
          context: { migrations: state.history.unpersistedMigrationNames },
          whatToDo: 'Update Storeroom, or set DATABASE_URL to another database.',
        })
      }
      // A script runs as one transaction, so a failed one left nothing behind and is tried again.
      for (const migrationName of state.failedMigrationNames) {
        await engine.markMigrationRolledBack({ migrationName })
      }
      const done = await engine.applyMigrations({ migrationsList: list, filters: NO_FILTER })
      return done.appliedMigrationNames
    })
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause
    throw new DatabaseError('migration_failed', `A migration failed: ${firstLines(cause)}`, {
      whatToDo: 'The database is unchanged. Check that its user may create schemas, and start again.',
      cause,
    })
  } finally {
    await client.end()
  }
}

/** Connects once, translating the usual failures into what to do about them. */
async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'storeroom migrate',
  })
  try {
    await client.connect()
    const version = await client.query<{ v: string }>("select current_setting('server_version_num') as v")
    const major = Math.floor(Number(version.rows[0]?.v) / 10_000)
    if (major >= 15) return client
    await client.end()
    throw new DatabaseError('old_postgres', `The server is PostgreSQL ${major}.`, {
      whatToDo: 'Storeroom needs PostgreSQL 15 or newer.',
    })
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause
    throw unreachable(url, cause)
  }
}

function unreachable(url: string, cause: unknown): DatabaseError {
  const { hostname, port, pathname, username } = new URL(url)
  const place = `${hostname}:${port || 5432}`
  const code = String((cause as { code?: unknown }).code ?? '')
  const hints: Record<string, string> = {
    ECONNREFUSED: `Nothing listens at ${place}: start that server or correct DATABASE_URL.`,
    ENOTFOUND: `There is no host ${hostname}: correct DATABASE_URL.`,
    EAI_AGAIN: `The name ${hostname} could not be looked up: correct DATABASE_URL or check the network.`,
    '28P01': `The password of user ${username} was refused: correct DATABASE_URL.`,
    '28000': `User ${username} may not sign in there: correct DATABASE_URL or pg_hba.conf.`,
    '3D000': `There is no database ${pathname.slice(1)}: create it with \`createdb ${pathname.slice(1)}\` or correct DATABASE_URL.`,
  }
  return new DatabaseError('no_connection', `The database at ${place} cannot be used: ${firstLines(cause)}`, {
    context: { host: hostname, code },
    whatToDo: hints[code] ?? 'Check DATABASE_URL and that the server accepts connections from here.',
    cause,
  })
}

/** The quick look that spares a second start the loading of the engine. */
async function isUpToDate(client: pg.Client, list: MigrationList): Promise<boolean> {
  const table = await client.query<{ found: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as found",
  )
  if (!table.rows[0]?.found) return false
  const applied = await client.query<{ name: string; checksum: string; done: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as done
     from _prisma_migrations where rolled_back_at is null`,
  )
  const expected = new Map(
    list.migrationDirectories.map(({ path, migrationFile }) => [
      path,
      createHash('sha256').update(migrationFile.content.value).digest('hex'),
    ]),
  )
  return (
    applied.rows.length === expected.size &&
    applied.rows.every(({ name, checksum, done }) => done && expected.get(name) === checksum)
  )
}

function migrationList(): MigrationList {
  const names = readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return {
    baseDir: MIGRATIONS,
    lockfile: {
      path: 'migration_lock.toml',
      content: readFileSync(join(MIGRATIONS, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok', value: readFileSync(join(MIGRATIONS, path, 'migration.sql'), 'utf8') },
      },
    })),
  }
}

function refuse(names: string[], why: string): void {
  if (names.length === 0) return
  throw new DatabaseError('migration_edited', `Migration ${names.join(', ')} was ${why}.`, {
    whatToDo: 'Restore the file as it was and put the change into a new migration.',
  })
}

function firstLines(error: unknown): string {
  const text =
    error instanceof Error ? error.message || String((error as { code?: unknown }).code ?? '') : String(error)
  return text.trim().split('\n').slice(0, 6).join('\n')
}
