import { log } from '@/lib/core/log'
import { writeBreaker } from './breaker-store'

let writing: Promise<void> = Promise.resolve()

/**
 * Shows a breaker that is kept elsewhere (the cache has its own, as no request may wait for a database)
 * among the others. Returns at once; to be called when its state changes only.
 */
export function reportBreaker(name: string, closed: boolean, error?: unknown): void {
  const lastError = error instanceof Error ? error.message || error.name : null
  writing = writing
    .then(() =>
      writeBreaker({ name, state: closed ? 'closed' : 'open', failures: closed ? 0 : 1, lastError }),
    )
    .catch((reason: unknown) => log.debug({ err: reason }, 'the state of a circuit breaker was not kept'))
}

/** Waits until what was reported is written; for scripts and tests. */
export function breakersReported(): Promise<void> {
  return writing
}
