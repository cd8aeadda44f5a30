import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Queryable } from './pool'
import { query } from './sql'

const MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

/** Names of the migrations this Storeroom knows and the database has not had, oldest first. */
export async function missingMigrations(db: Queryable): Promise<string[]> {
  const known = (await readdir(MIGRATIONS)).filter((name) => /^\d{14}_/.test(name)).sort()
  const applied = await query(
    z.object({ name: z.string() }),
    `select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null`,
    [],
    db,
  )
  const had = new Set(applied.map(({ name }) => name))
  return known.filter((name) => !had.has(name))
}
