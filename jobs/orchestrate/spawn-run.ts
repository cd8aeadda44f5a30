import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

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
    env: { ...process.env, DATABASE_URL: url, STOREROOM_HOME: home },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
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
