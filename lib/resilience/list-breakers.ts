import { type BreakerView, readBreakers } from './breaker-store'

export type { BreakerView }

/** The circuit breakers around Redis, mail and webhooks with their state; those that are open first. */
export function listBreakers(): Promise<BreakerView[]> {
  return readBreakers()
}
