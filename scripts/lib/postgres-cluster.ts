import { type StdioOptions, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { StartError } from '@/lib/core/errors'
import { type Account, canWrite, SHARED_PLACE } from './postgres-binaries'

/** Role and database of the embedded server. */
export const ROLE = 'storeroom'

/** A cluster on disk and the programs that run it. */
export interface Server {
  bin: string
  place: string
  dataDir: string
  logFile: string
  account: Account | undefined
}

/**
 * The cluster's folder: below home, or where user postgres can go when it cannot go there. The
 * name of that other place is kept in home: a new clone in an old one's place starts afresh.
 */
export function clusterPlace(
  folder: string,
  account: Account | undefined,
  note: (text: string) => void,
): string {
  const own = join(folder, 'cluster')
  const elsewhereFile = join(folder, 'cluster-is-in')
  let place = existsSync(elsewhereFile) ? readFileSync(elsewhereFile, 'utf8').trim() : own
  mkdirSync(place, { recursive: true })
  if (account) chownSync(place, account.uid, account.gid)
  if (account && !canWrite(place, account)) {
    place = join(SHARED_PLACE, 'clusters', randomBytes(6).toString('hex'))
    mkdirSync(place, { recursive: true })
    chownSync(place, account.uid, account.gid)
    writeFileSync(elsewhereFile, `${place}\n`)
    rmSync(own, { recursive: true })
  }
  if (place !== own) note(`user postgres cannot reach ${own}: the database's files are in ${place}`)
  return place
}

/** Makes the cluster once and returns the password, kept in a file only the owner reads. */
export async function ensureCluster(server: Server, folder: string, throwAway: boolean): Promise<string> {
  const passwordFile = join(folder, 'password')
  const versionFile = join(server.dataDir, 'PG_VERSION')
  if (existsSync(versionFile)) {
    const major = readFileSync(versionFile, 'utf8').trim()
    if (major !== '18') {
      throw new StartError(
        'cluster_version',
        `${server.dataDir} was made by PostgreSQL ${major}, this one is 18.`,
        {
          whatToDo: 'Move it with pg_upgrade or pg_dump, or set STOREROOM_HOME to an empty folder.',
        },
      )
    }
    if (existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim()
    throw new StartError('no_password', `The database's password file ${passwordFile} is missing.`, {
      whatToDo: `Put it back from a backup, or remove ${server.place} to start with an empty warehouse.`,
    })
  }
  const password = randomBytes(24).toString('base64url')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  chmodSync(passwordFile, 0o600)
  // initdb reads it as the server's account, so it gets a copy of its own for a moment.
  const handOver = join(server.place, 'initial-password')
  writeFileSync(handOver, `${password}\n`, { mode: 0o600 })
  if (server.account) chownSync(handOver, server.account.uid, server.account.gid)
  // Made aside and renamed: an interrupted initdb never looks like a cluster.
  const aside = `${server.dataDir}.new`
  rmSync(aside, { recursive: true, force: true })
  const flags = ['--username', ROLE, '--auth', 'scram-sha-256', '--pwfile', handOver, '--encoding', 'UTF8']
  // The built-in locale sorts the same on every machine.
  flags.push('--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8')
  if (throwAway) flags.push('--no-sync')
  try {
    const made = await run(server, 'initdb', ['--pgdata', aside, ...flags])
    if (made.code !== 0) throw startFailure('PostgreSQL could not make its data folder.', made.output, server)
  } finally {
    rmSync(handOver, { force: true })
  }
  writeFileSync(join(aside, 'postgresql.conf'), `\ninclude_if_exists = 'storeroom.conf'\n`, { flag: 'a' })
  rmSync(server.dataDir, { recursive: true, force: true })
  renameSync(aside, server.dataDir)
  return password
}

/** pg_ctl puts the server in a session of its own: a Ctrl-C in the terminal does not reach it. */
export function pgCtl(server: Server, args: string[]): Promise<{ code: number; output: string }> {
  return run(server, 'pg_ctl', ['-D', server.dataDir, ...args])
}

function run(server: Server, tool: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((done, fail) => {
    // Detached: a Ctrl-C must not end pg_ctl halfway through its stop. Not piped on start:
    // the server would inherit the pipe and keep it open.
    const stdio: StdioOptions = args.includes('start') ? 'ignore' : ['ignore', 'pipe', 'pipe']
    const child = spawn(join(server.bin, tool), args, {
      ...server.account,
      cwd: server.place,
      detached: true,
      stdio,
      env: { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8')
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.on('error', fail)
    child.on('close', (code) => done({ code: code ?? 1, output }))
  })
}

/** A failure of PostgreSQL's own programs, with what to do where that is known. */
export function startFailure(message: string, output: string, server: Server): StartError {
  const lines = output.trim().split('\n').slice(-6).join('\n  ')
  const known: [RegExp, string][] = [
    [
      /No space left on device/,
      `There is no space left for ${server.place}: free some, or set STOREROOM_HOME to another disk.`,
    ],
    [
      /wrong ownership|Permission denied/,
      `${server.place} belongs to another user: start as that user, or set STOREROOM_HOME to another folder.`,
    ],
    [
      /could not map anonymous shared memory|Cannot allocate memory/,
      'There is too little free memory: stop other programs.',
    ],
    [/lock file .* already exists/, 'Another PostgreSQL uses this data folder: stop it first.'],
  ]
  const hint = known.find(([pattern]) => pattern.test(output))?.[1]
  return new StartError('postgres_start', `${message}\n  ${lines}`, {
    whatToDo: hint ?? `See ${server.logFile}, or set DATABASE_URL to a PostgreSQL server (15 to 18).`,
  })
}
