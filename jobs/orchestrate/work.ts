import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { claim } from './claim'
import { nextRun } from './run-store'
import { type Spare, spareFor } from './spare'
import { type Supervised, superviseRun } from './supervise'

/** The program that executes one run with the real DAG. */
export const RUN_ENTRY = fileURLToPath(new URL('../run.ts', import.meta.url))

export interface WorkOptions {
  url: string
  home: string
  entry?: string
  /** Aborts to stop: the run in progress goes back to the queue. */
  signal: AbortSignal
  /** True once nothing more is wanted, although runs may still wait. */
  enough?: () => boolean
  /** The worker's name; one of its own for each call unless given. */
  holder?: string
  onLine?: (line: string) => void
  /** Somebody else executes runs now. */
  onStandby?: () => void
  onRun?: (runId: number) => void
  onEnded?: (runId: number, result: Supervised) => void
}

/** A name for this process that no other one has, not even after a restart with the same pid. */
export function workerName(): string {
  return `${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`
}

/**
 * Executes runs, one after the other, until none waits. Waits for its turn while another process
 * executes runs, and resumes the one that such a process left behind when it died.
 */
export async function work(options: WorkOptions): Promise<void> {
  const { url, home, signal, entry = RUN_ENTRY, enough = () => false } = options
  const { holder = workerName() } = options
  const books = new pg.Pool({ connectionString: url, max: 3, application_name: 'storeroom supervisor' })
  books.on('error', () => {}) // noticed by the next statement
  let spare: Spare | undefined
  try {
    if (!(await nextRun(books))) return
    spare = spareFor({ entry, url, home })
    // Nearly always it is free; only a wait that lasts is worth telling.
    const waiting = setTimeout(() => {
      options.onStandby?.()
      spare?.prepare()
    }, 300)
    const held = await claim({ url, holder, signal }).finally(() => clearTimeout(waiting))
    try {
      while (!signal.aborted && !enough()) {
        const run = await nextRun(books)
        if (!run) return
        options.onRun?.(run.id)
        const result = await superviseRun(run.id, held, {
          url,
          home,
          entry,
          books,
          spare,
          signal,
          workerId: holder,
          onLine: options.onLine,
        })
        options.onEnded?.(run.id, result)
      }
    } finally {
      await held.release()
    }
  } finally {
    spare?.close()
    await books.end()
  }
}
