import {
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
import { postgresBinaries, serverAccount } from './postgres-binaries'
import { clusterPlace, ensureCluster, pgCtl, ROLE, type Server, startFailure } from './postgres-cluster'
import { serverSettings } from './postgres-config'

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

/** Users whose process has died are forgotten on the way. */
function othersUse(users: string): boolean {
  let living = false
  for (const mark of readdirSync(users)) {
    if (isAlive(mark)) living = true
    else rmSync(join(users, mark), { force: true })
  }
  return living
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

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
