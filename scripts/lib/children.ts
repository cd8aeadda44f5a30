import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const EXIT_WITH_PARENT = pathToFileURL(join(ROOT, 'scripts/lib/exit-with-parent.mjs')).href

export interface ChildOptions {
  args: string[]
  env?: Record<string, string | undefined>
  /** Everything the child prints goes to this file. */
  logFile: string
}

export interface Child {
  name: string
  logFile: string
  pid: number
  /** Ends with how the child ended; never rejects. */
  exited: Promise<string>
  running(): boolean
  /** Asks the child and everything it started to end, and insists after `graceMs`. */
  stop(graceMs?: number): Promise<void>
}

/**
 * Starts a Node program in a process group of its own, so that a Ctrl-C in the terminal
 * reaches only the starter, which then stops things in their order.
 */
export function startNode(name: string, options: ChildOptions): Child {
  const log = openLog(options.logFile)
  const child = spawn(process.execPath, ['--import', EXIT_WITH_PARENT, ...options.args], {
    cwd: ROOT,
    env: { ...process.env, ...options.env, STOREROOM_STARTER: String(process.pid) },
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  return watch(name, child, options.logFile)
}

/** Starts another program the same way; `input` is what it reads from standard input. */
export function startProgram(
  name: string,
  program: string,
  options: ChildOptions & { input: string },
): Child {
  const log = openLog(options.logFile)
  const child = spawn(program, options.args, { cwd: ROOT, detached: true, stdio: ['pipe', log, log] })
  closeSync(log)
  child.stdin?.on('error', () => {})
  child.stdin?.end(options.input)
  return watch(name, child, options.logFile)
}

function watch(name: string, child: ChildProcess, logFile: string): Child {
  let running = true
  const exited = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => done(signal ? `ended by ${signal}` : `ended with code ${code}`))
  }).then((how) => {
    running = false
    return how
  })
  const pid = child.pid ?? 0
  return {
    name,
    logFile,
    pid,
    exited,
    running: () => running,
    stop: async (graceMs = 15_000) => {
      if (!running) return
      signalGroup(pid, 'SIGTERM')
      const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
      // What it left behind in its group goes too.
      signalGroup(pid, 'SIGKILL')
    },
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  if (pid <= 0) return
  try {
    process.kill(-pid, signal)
  } catch {
    // Nothing of the group is left.
  }
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true })
  if (existsSync(file) && statSync(file).size > 10_000_000) renameSync(file, `${file}.1`)
  return openSync(file, 'a')
}

/** The end of a log file, for a message about its program. */
export function lastLines(file: string, lines = 12): string {
  if (!existsSync(file)) return ''
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
}

/** Runs a TypeScript program of the project to its end and returns what it printed. */
export function runScript(
  args: string[],
  options: { env?: Record<string, string | undefined>; signal?: AbortSignal } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ['--import', EXIT_WITH_PARENT, '--import', 'tsx', ...args], {
      cwd: ROOT,
      env: { ...process.env, ...options.env, STOREROOM_STARTER: String(process.pid) },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const out = { stdout: '', stderr: '' }
    child.stdout?.on('data', (chunk: Buffer) => {
      out.stdout += chunk.toString('utf8')
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      out.stderr += chunk.toString('utf8')
    })
    let timer: NodeJS.Timeout | undefined
    const abort = () => {
      signalGroup(child.pid ?? 0, 'SIGTERM')
      timer = setTimeout(() => signalGroup(child.pid ?? 0, 'SIGKILL'), 15_000)
    }
    options.signal?.addEventListener('abort', abort, { once: true })
    child.once('error', fail)
    child.once('close', (code) => {
      options.signal?.removeEventListener('abort', abort)
      clearTimeout(timer)
      done({ code: code ?? 1, ...out })
    })
  })
}
