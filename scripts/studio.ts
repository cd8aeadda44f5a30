import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe } from '@/lib/core/errors'
import { ROOT } from './lib/children'
import { withDatabase } from './lib/with-database'

/** `npm run studio`: Prisma Studio on the database, in the browser, without a network. */
async function studio(url: string): Promise<void> {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve('prisma/package.json')),
    'build',
    'index.js',
  )
  // Studio needs no schema engine; any existing file keeps the CLI from downloading one.
  const quiet = {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }
  const child = spawn(process.execPath, [cli, 'studio', ...process.argv.slice(2)], {
    cwd: ROOT,
    env: { ...process.env, ...quiet, DATABASE_URL: url },
    stdio: 'inherit',
  })
  await new Promise<void>((done) => child.once('exit', () => done()))
}

try {
  await withDatabase(studio)
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
}
