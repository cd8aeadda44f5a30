import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { work } from '@/jobs/orchestrate/work'
import { closePool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from './database'
import { FAKE_RUN } from './fake-run-entry'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A database and a STOREROOM_HOME of its own, with the handles that steer tests/helpers/fake-run.ts. */
export interface Orchestration {
  db: TestDatabase
  home: string
  set(name: string): void
  clear(name: string): void
  /** The tasks started so far, as `task pid`, of one run. */
  trace(runId: number): { task: string; pid: number }[]
  /** Executes what waits, with the fake tasks. */
  work(signal?: AbortSignal): Promise<void>
  close(): Promise<void>
}

export async function orchestration(): Promise<Orchestration> {
  const db = await testDatabase()
  const home = mkdtempSync(join(tmpdir(), 'storeroom-home-'))
  process.env.DATABASE_URL = db.url
  await closePool()
  return {
    db,
    home,
    set: (name) => writeFileSync(join(home, name), ''),
    clear: (name) => rmSync(join(home, name), { force: true }),
    trace: (runId) => {
      const file = join(home, 'trace')
      if (!existsSync(file)) return []
      return readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(' '))
        .filter(([id]) => id === String(runId))
        .map(([, task, pid]) => ({ task: task ?? '', pid: Number(pid) }))
    },
    work: (signal = new AbortController().signal) => work({ url: db.url, home, entry: FAKE_RUN, signal }),
    close: async () => {
      await closePool()
      await db.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** Waits for a condition that another process brings about. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  ms = 60_000,
): Promise<void> {
  const end = Date.now() + ms
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain until ${what}`)
    await sleep(10)
  }
}

export interface Program {
  child: ChildProcess
  lines: string[]
  kill(signal: NodeJS.Signals): void
}

/** Starts a program of the project that ends with the test. */
export function program(entry: string, args: string[], env: Record<string, string>): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', join(ROOT, entry), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  }
  return { child, lines, kill: (signal) => void child.kill(signal) }
}

/** Starts the real worker with the small tasks, and waits until it is ready. */
export async function startWorker(o: Orchestration, env: Record<string, string> = {}): Promise<Program> {
  const started = program('tests/helpers/fake-worker.ts', [], {
    DATABASE_URL: o.db.url,
    STOREROOM_HOME: o.home,
    REDIS_URL: 'redis://127.0.0.1:1', // nobody there: runs do without
    PIPELINE_CRON: '0 0 1 1 *',
    LOG_LEVEL: 'info', // its readiness is read from the log
    ...env,
  })
  await until(
    () => started.lines.some((line) => line.includes('worker ready')),
    'the worker is ready',
    60_000,
  )
  return started
}

/** Whether a process is there and not only waiting to be collected by its parent. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return true // no /proc here
  }
}
