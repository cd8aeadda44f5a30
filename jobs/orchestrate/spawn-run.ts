import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { log } from '@/lib/core/log'

/** The number of level `info` in a log line. */
const INFO = 30
const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface RunProgram {
  /** `run.ts`, or what a test puts in its place. */
  entry: string
  url: string
  home: string
}

/** First argument of a process that is started ahead and told later which run it is for. */
export const SPARE = 'spare'

/** Starts the process of a run: `run.ts RUNID EPOCH`. */
export function spawnRun({ entry, url, home }: RunProgram, args: string[]): ChildProcess {
  // A process group of its own: Ctrl-C in a terminal must reach only the supervisor, and a kill all of it.
  return spawn(process.execPath, ['--import', 'tsx', entry, ...args], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: url, STOREROOM_HOME: home, LOG_LEVEL: runLogLevel() },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
}

/** The log of a run is for its page, whatever the console is to show: never less than `info`. */
function runLogLevel(): string {
  return log.levelVal > INFO ? 'info' : log.level
}

/** Whether a line of a run's process is for this one's console: LOG_LEVEL decides, what is no log line is shown. */
export function isForConsole(line: string): boolean {
  return Number(/^\{"level":(\d+),/.exec(line)?.[1] ?? Number.POSITIVE_INFINITY) >= log.levelVal
}

/** Kills a process and what it started itself. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}
