import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { CancelledError, StartError } from '@/lib/core/errors'
import { lastLines, ROOT, startNode } from './children'
import { withFileLock } from './file-lock'

const STAMP = join(ROOT, '.next', 'storeroom-sources')
/** What the production build is made of. */
const SOURCES = [
  'app',
  'lib',
  'public',
  'package-lock.json',
  'next.config.js',
  'postcss.config.mjs',
  'tsconfig.json',
  'proxy.ts',
  'instrumentation.ts',
  'prisma/schema.prisma',
]
const NOT_BUILT = /(\.test\.tsx?|\.md)$|^lib\/db\/generated\//

/** Path of the `next` command. */
export function nextCommand(): string {
  const require = createRequire(import.meta.url)
  return join(dirname(require.resolve('next/package.json')), 'dist', 'bin', 'next')
}

/** One hash over the contents of everything that goes into the build. */
export function sourcesHash(root = ROOT): string {
  const hash = createHash('sha256')
  for (const path of SOURCES.flatMap((name) => filesBelow(root, name)).sort()) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(root: string, name: string): string[] {
  const path = join(root, name)
  if (!existsSync(path)) return []
  return walk(root, name).filter((file) => !NOT_BUILT.test(file))
}

function walk(root: string, name: string): string[] {
  try {
    return readdirSync(join(root, name), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? walk(root, `${name}/${entry.name}`) : [`${name}/${entry.name}`],
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [name]
    throw error
  }
}

/** Is there a build of exactly these sources? */
export function isBuilt(): boolean {
  const finished = existsSync(join(ROOT, '.next', 'BUILD_ID')) && existsSync(STAMP)
  return finished && readFileSync(STAMP, 'utf8') === sourcesHash()
}

/**
 * Makes the production build unless one of these sources is there already. The build sees no
 * database: pages read it when they are asked for.
 * @throws StartError with the end of what `next build` said
 */
export async function ensureBuild(logFile: string, signal?: AbortSignal): Promise<void> {
  const lock = join(ROOT, 'node_modules', '.cache', 'storeroom')
  mkdirSync(lock, { recursive: true })
  await withFileLock(
    join(lock, 'build.lock'),
    async () => {
      if (isBuilt()) return
      const hash = sourcesHash()
      rmSync(STAMP, { force: true })
      const child = startNode('build', {
        args: [nextCommand(), 'build'],
        env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', DATABASE_URL: '', REDIS_URL: '' },
        logFile,
      })
      const abort = () => void child.stop(3_000)
      signal?.addEventListener('abort', abort, { once: true })
      const how = await child.exited
      signal?.removeEventListener('abort', abort)
      if (signal?.aborted) throw new CancelledError('build_stopped', 'The build was stopped.')
      if (how !== 'ended with code 0') {
        throw new StartError('build_failed', `The build ${how}:\n${lastLines(logFile, 30)}`, {
          whatToDo: `See ${logFile}. If it was killed, free some memory (it takes about 1 GB).`,
        })
      }
      writeFileSync(STAMP, hash)
    },
    300_000,
  )
}
