import { describe } from '@/lib/core/errors'
import { applyMigrations } from '@/lib/db/migrate'
import { withDatabase } from './lib/with-database'

/** `npm run migrate`: brings the database to the newest migration. */
try {
  const external = process.env.DATABASE_URL?.trim()
  const done = external ? await applyMigrations(external) : await withDatabase(async () => [])
  process.stdout.write(done.length > 0 ? `Applied ${done.join(', ')}\n` : 'The database is up to date.\n')
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
}
