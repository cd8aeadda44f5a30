import { spawn } from 'node:child_process'
import { parseEnv } from '@/lib/core/env'
import { describe } from '@/lib/core/errors'
import { nextCommand } from './lib/build'
import { ROOT } from './lib/children'
import { withDatabase } from './lib/with-database'

/** `npm run dev`: the pages with hot reload, on the same database as `npm start`. */
try {
  const { port } = parseEnv()
  await withDatabase(async (url) => {
    const child = spawn(process.execPath, [nextCommand(), 'dev', '-H', '127.0.0.1', '-p', String(port)], {
      cwd: ROOT,
      env: { ...process.env, DATABASE_URL: url },
      stdio: 'inherit',
    })
    await new Promise<void>((done) => child.once('exit', () => done()))
  })
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
}
