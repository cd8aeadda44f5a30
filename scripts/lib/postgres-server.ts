import { type StdioOptions, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { StartError } from '@/lib/core/errors'
import { isAlive, processMark, withFileLock } from './file-lock'
import { freePort } from './ports'
import { type Account, canWrite, postgresBinaries, SHARED_PLACE, serverAccount } from './postgres-binaries'
import { serverSettings } from './postgres-config'

const ROLE = 'storeroom'

export interface EmbeddedServer {
  /** Address of database `storeroom`, with the password. */
  url: string
  port: number
  dataDir: string
  /** True when this call started it, false when it was running already. */
  started: boolean
  /** Gives it back: it is stopped when no other living process uses it. */
  release(): Promise<void>
}

export interface EmbeddedOptions {
  /** STOREROOM_HOME: its folder `postgres` holds the cluster, password and who uses it. */
  home: string
  note?: (text: string) => void
  throwAway?: boolean
}

/**
 * The embedded PostgreSQL of a home folder, started if it does not run. Every process that
 * uses it is registered, and the last one to release it stops it; so a command line next to
 * a running `npm start` works, and a server left behind by a killed start is taken over.
 */
export async function embeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const note = options.note ?? (() => {})
  const account = serverAccount()
  const folder = join(options.home, 'postgres')
  const users = join(folder, 'users')
  mkdirSync(users, { recursive: true })
  const mark = join(users, processMark(process.pid) ?? String(process.pid))
  const lock = join(folder, 'lock')

  return withFileLock(lock, async () => {
    const bin = postgresBinaries(account, note)
    const place = clusterPlace(folder, account, note)
    const server = { bin, place, dataDir: join(place, 'data'), logFile: join(place, 'server.log'), account }
    const password = await ensureCluster(server, folder, options.throwAway ?? false)
    const running = await runningPort(server, password)
    const port = running ?? (await startServer(server, password, options.throwAway ?? false))
    writeFileSync(mark, '')
    const url = `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${ROLE}`
    return {
      url,
      port,
      dataDir: server.dataDir,
      started: running === undefined,
      release: () =>
        withFileLock(lock, async () => {
          rmSync(mark, { force: true })
          if (othersUse(users)) return
          await pgCtl(server, ['stop', '-m', 'fast', '-w', '-t', '60'])
        }),
    }
  })
}

/** Stops the server of a home folder unless a living process uses it; true when none is left. */
export async function stopAbandoned(home: string): Promise<boolean> {
  const folder = join(home, 'postgres')
  const users = join(folder, 'users')
  const place = join(folder, 'cluster')
  if (!existsSync(users) || readdirSync(users).length === 0 || othersUse(users)) return false
  const account = serverAccount()
  const server = {
    bin: postgresBinaries(account, () => {}),
    place,
    dataDir: join(place, 'data'),
    logFile: '',
    account,
  }
  await pgCtl(server, ['stop', '-m', 'immediate', '-w'])
  return true
}

interface Server {
  bin: string
  place: string
  dataDir: string
  logFile: string
  account: Account | undefined
}

/** Users whose process has died are forgotten on the way. */
function othersUse(users: string): boolean {
  let living = false
  for (const mark of readdirSync(users)) {
    if (isAlive(mark)) living = true
    else rmSync(join(users, mark), { force: true })
  }
  return living
}

/**
 * The cluster's folder: below home, or where user postgres can go when it cannot go there. The
 * name of that other place is kept in home: a new clone in an old one's place starts afresh.
 */
function clusterPlace(folder: string, account: Account | undefined, note: (text: string) => void): string {
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
async function ensureCluster(server: Server, folder: string, throwAway: boolean): Promise<string> {
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

/** The port of the running server, once it answers; undefined when there is none. */
async function runningPort(server: Server, password: string): Promise<number | undefined> {
  for (let attempt = 0; attempt < 240; attempt++) {
    if ((await pgCtl(server, ['status'])).code !== 0) return undefined
    const port = Number(readLines(join(server.dataDir, 'postmaster.pid'))[3])
    if (port > 0 && (await answers(port, password))) return port
    await sleep(250)
  }
  throw new StartError(
    'postgres_silent',
    'A PostgreSQL of this home folder is running but does not answer.',
    {
      whatToDo: `See ${server.logFile}; stop that process and start again.`,
    },
  )
}

async function startServer(server: Server, password: string, throwAway: boolean): Promise<number> {
  if (existsSync(server.logFile) && statSync(server.logFile).size > 10_000_000) {
    renameSync(server.logFile, `${server.logFile}.1`)
  }
  let last = ''
  // A port may be taken between choosing and using it, and the last children of a killed
  // server take a moment to go: both pass with another try.
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await freePort()
    const settings = serverSettings({ port, dataDir: server.dataDir, throwAway })
    const file = join(server.dataDir, 'storeroom.conf')
    writeFileSync(
      file,
      `# Written at every start; put your own settings into postgresql.auto.conf.\n${settings}`,
    )
    if (server.account) chownSync(file, server.account.uid, server.account.gid)
    const before = existsSync(server.logFile) ? statSync(server.logFile).size : 0
    const { code, output } = await pgCtl(server, ['start', '-w', '-t', '120', '-l', server.logFile])
    if (code === 0) {
      await ensureDatabase(port, password)
      return port
    }
    last = existsSync(server.logFile)
      ? readFileSync(server.logFile).subarray(before).toString('utf8')
      : output
    if (!/Address already in use|pre-existing shared memory/.test(last)) break
    await sleep(500)
  }
  throw startFailure('PostgreSQL did not start.', last, server)
}

async function ensureDatabase(port: number, password: string): Promise<void> {
  await withAdmin(port, password, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [ROLE])
    if (found.rowCount === 0) await client.query(`create database ${ROLE}`)
  })
}

async function answers(port: number, password: string): Promise<boolean> {
  try {
    await ensureDatabase(port, password)
    return true
  } catch {
    return false
  }
}

async function withAdmin(
  port: number,
  password: string,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: ROLE,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** pg_ctl puts the server in a session of its own: a Ctrl-C in the terminal does not reach it. */
function pgCtl(server: Server, args: string[]): Promise<{ code: number; output: string }> {
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

function startFailure(message: string, output: string, server: Server): StartError {
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

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
