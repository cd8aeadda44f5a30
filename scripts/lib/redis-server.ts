import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, startProgram } from './children'
import { isAlive, processMark } from './file-lock'
import { freePort } from './ports'

export interface LocalRedis {
  url: string
  program: string
  stop(): Promise<void>
}

interface Books {
  mark: string
  port: number
  password: string
  program: string
}

/** The Redis program of this machine, if it has one. */
export function redisProgram(): string | undefined {
  return ['redis-server', 'valkey-server'].find(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0,
  )
}

/**
 * A Redis of our own on a free port of 127.0.0.1, with a password, for cached answers only:
 * nothing is written to disk and the oldest entries go when 128 MB are full. One that a
 * killed start left behind is ended first. Undefined when the machine has no Redis.
 */
export async function startRedis(home: string): Promise<LocalRedis | undefined> {
  const folder = join(home, 'redis')
  const booksFile = join(folder, 'server.json')
  await endLeftOver(booksFile)
  const program = redisProgram()
  if (!program) return undefined
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const password = randomBytes(18).toString('base64url')
  const settings = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    'save ""',
    'appendonly no',
    'maxmemory 128mb',
    'maxmemory-policy allkeys-lru',
    'daemonize no',
  ]
  // The settings go through standard input: the password is in no argument and no file of Redis.
  const child = startProgram('redis', program, {
    args: ['-'],
    input: `${settings.join('\n')}\n`,
    logFile: join(home, 'logs', 'redis.log'),
  })
  if (!(await listens(port, child))) {
    await child.stop()
    return undefined
  }
  const books: Books = { mark: processMark(child.pid) ?? String(child.pid), port, password, program }
  writeFileSync(booksFile, JSON.stringify(books), { mode: 0o600 })
  return { url: `redis://:${password}@127.0.0.1:${port}`, program, stop: () => child.stop(5_000) }
}

async function endLeftOver(booksFile: string): Promise<void> {
  let books: Books
  try {
    books = JSON.parse(readFileSync(booksFile, 'utf8')) as Books
  } catch {
    return
  }
  if (!isAlive(books.mark)) return
  const pid = Number(books.mark.split('-')[0])
  process.kill(pid, 'SIGTERM')
  for (let i = 0; i < 50 && isAlive(books.mark); i++) await sleep(50)
  if (isAlive(books.mark)) process.kill(pid, 'SIGKILL')
}

async function listens(port: number, child: Child): Promise<boolean> {
  for (let i = 0; i < 100 && child.running(); i++) {
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => done(true)).once('error', () => done(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return true
    await sleep(50)
  }
  return false
}
