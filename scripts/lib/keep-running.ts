import { setTimeout as sleep } from 'node:timers/promises'
import type { Child } from './children'

export interface Kept {
  child(): Child
  /** How it ended the last time, once it has ended too often to go on. */
  gaveUp: Promise<string>
  /** Ends it for good. */
  stop(graceMs?: number): Promise<void>
}

export interface KeepOptions {
  say: (text: string) => void
  /** So many restarts within `withinMs` are made; one more and it is given up. */
  restarts?: number
  withinMs?: number
  pauseMs?: number
  clock?: () => number
}

/** Keeps a child process running: one that ends by itself is started again, and that is said. */
export function keepRunning(start: () => Child, options: KeepOptions): Kept {
  const { say, restarts = 3, withinMs = 60_000, pauseMs = 500, clock = Date.now } = options
  const stopping = new AbortController()
  let child = start()
  const ends: number[] = []

  async function watch(): Promise<string> {
    for (;;) {
      const how = await child.exited
      if (stopping.signal.aborted) return new Promise(() => {})
      ends.push(clock())
      if (ends.filter((at) => at > clock() - withinMs).length > restarts) return how
      say(`! The ${child.name} process ${how} and is started again; see ${child.logFile}`)
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return new Promise(() => {})
      child = start()
    }
  }

  return {
    child: () => child,
    gaveUp: watch(),
    stop: (graceMs) => {
      stopping.abort()
      return child.stop(graceMs)
    },
  }
}
