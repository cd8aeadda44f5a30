import type { ChildProcess } from 'node:child_process'
import { killGroup, type RunProgram, SPARE, spawnRun } from './spawn-run'

/** A process started ahead, so that a run whose process dies need not wait for a program to be read. */
export interface Spare {
  /** Starts it unless it is there. */
  prepare(): void
  /** The process, from then on the caller's. One that is still reading its program is ahead of a new one, too. */
  take(): ChildProcess | undefined
  close(): void
}

/** Room for the title a process gives itself once it knows its run. */
const ROOM = '-'.repeat(24)

/**
 * One process in reserve: reading the program takes most of the second a restart needs, and several on a busy
 * machine. It waits without a database connection and ends itself when this process is gone.
 */
export function spareFor(program: RunProgram): Spare {
  let child: ChildProcess | undefined
  return {
    prepare: () => {
      if (child) return
      const started = spawnRun(program, [SPARE, ROOM])
      child = started
      const gone = () => {
        if (child === started) child = undefined
      }
      started.once('error', gone)
      started.once('exit', gone)
    },
    take: () => {
      if (!child?.connected) return undefined
      const taken = child
      child = undefined
      return taken
    },
    close: () => {
      if (child) killGroup(child)
      child = undefined
    },
  }
}
