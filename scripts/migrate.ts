import { parseArgs } from 'node:util'
import { ensureFirstAdmin } from '@/lib/auth/accounts'
import { describe } from '@/lib/core/errors'
import { enableSlowStatements } from '@/lib/db/slow-statements'
import { withDatabase } from './lib/with-database'

/**
 * `npm run migrate`: brings the database to the newest migration. With `--admin` it also makes
 * the first account, for setups that do not go through `npm start` (docker-compose.yml).
 */
const print = (text: string) => void process.stdout.write(`${text}\n`)

try {
  const { values } = parseArgs({ options: { admin: { type: 'boolean', default: false } } })
  await withDatabase(async (_url, applied) => {
    print(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'The database is up to date.')
    await enableSlowStatements()
    if (!values.admin) return
    const admin = await ensureFirstAdmin()
    print(`Sign in as ${admin.email}${admin.password ? ` with the password ${admin.password}` : ''}`)
  })
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
}
