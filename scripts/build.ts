import { join } from 'node:path'
import { parseEnv } from '@/lib/core/env'
import { describe } from '@/lib/core/errors'
import { ensureBuild } from './lib/build'

/** `npm run build`: the production build, unless there is one of these sources. */
try {
  await ensureBuild(join(parseEnv().home, 'logs', 'build.log'))
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exitCode = 1
}
