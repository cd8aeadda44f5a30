import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '@/lib/core/log'
import { databaseUrl } from '@/lib/db/pool'
import { subscribe } from '@/lib/pipeline/events'
import { isFinal } from '@/lib/pipeline/states'
import { deliverDue } from './deliver'
import { evaluateEndedRuns } from './evaluate-runs'
import { evaluateStanding } from './evaluate-standing'

const EVALUATE_MS = 60_000
/** How often the outbox is looked at for retries that came due. */
const DELIVER_MS = 5_000

/**
 * Works out alerts and sends their messages until it is stopped: after each run's end, when the
 * schedule pauses or goes on, and every minute.
 * Every worker may do so at once. It never throws: what fails is logged and tried again.
 */
export function startAlerts(url = databaseUrl()): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const evaluating = repeat(EVALUATE_MS, stopping.signal, async () => {
    await evaluateEndedRuns()
    await evaluateStanding()
  })
  const delivering = repeat(DELIVER_MS, stopping.signal, () => deliverDue({ signal: stopping.signal }))
  const unsubscribe = subscribe((event) => {
    if (
      event.type === 'connected' ||
      event.type === 'schedule' ||
      (event.type === 'run' && isFinal(event.status))
    )
      evaluating.wake()
    if (event.type === 'connected' || event.type === 'alerts') delivering.wake()
  }, url)
  return {
    stop: async () => {
      stopping.abort()
      unsubscribe()
      await Promise.all([evaluating.ended, delivering.ended])
    },
  }
}

/** Does something every so often, and at once when woken; never twice at a time. */
function repeat(everyMs: number, stop: AbortSignal, work: () => Promise<unknown>) {
  let waiting = new AbortController()
  let woken = false
  let failures = 0
  const ended = (async () => {
    while (!stop.aborted) {
      woken = false
      try {
        await work()
        failures = 0
      } catch (error) {
        failures++
        if (!stop.aborted) log.warn({ err: error }, 'alerts could not be worked out or sent, trying again')
      }
      if (woken || stop.aborted) continue
      waiting = new AbortController()
      // While the database is away it is asked less and less often, at least once a minute.
      const pause = Math.max(everyMs, Math.min(60_000, everyMs * 2 ** Math.min(failures, 10)))
      await sleep(pause, undefined, { signal: AbortSignal.any([stop, waiting.signal]), ref: false }).catch(
        () => {},
      )
    }
  })()
  return {
    ended,
    wake: () => {
      woken = true
      waiting.abort()
    },
  }
}
