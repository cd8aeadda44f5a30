import { mkdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { startAlerts } from '@/lib/alerts/service'
import { parseEnv } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { closePool, databaseUrl, pool } from '@/lib/db/pool'
import { subscribe } from '@/lib/pipeline/events'
import { startSchedule } from '@/lib/pipeline/schedule'
import { announceWorker } from './announce-worker'
import { work, workerName } from './work'

/** How often the queue is looked at without having been told to: for notifications that were missed. */
const POLL_MS = 5_000

/**
 * The long-lived process that executes runs: on schedule, and when somebody queues one. Any number
 * of workers may run on one database; one run executes at a time. SIGTERM puts the run in progress
 * back into the queue and ends; a worker that is killed is replaced by any other.
 * `entry` is the program that executes a run, run.ts unless given.
 */
export async function runWorker({ entry }: { entry?: string } = {}): Promise<void> {
  const env = parseEnv()
  const url = databaseUrl()
  await mkdir(env.inboxDir, { recursive: true })
  const alerts = startAlerts(url)
  const stopping = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stopping.abort(new Error(name)))

  let wake = new AbortController()
  const unsubscribe = subscribe((event) => {
    if (event.type === 'connected' || event.type === 'run') wake.abort()
  }, url)
  stopping.signal.addEventListener('abort', () => wake.abort())
  const schedule = startSchedule(env)
  const holder = workerName()
  const announced = announceWorker(holder, pool())
  log.info({ worker: holder, inbox: env.inboxDir }, 'worker ready')

  let failures = 0
  while (!stopping.signal.aborted) {
    wake = new AbortController()
    try {
      await work({
        url,
        home: env.home,
        entry,
        holder,
        signal: stopping.signal,
        onLine: (line) => process.stderr.write(`${line}\n`),
        onStandby: () => announced.set('standby'),
        onRun: (runId) => {
          log.info({ runId }, 'executing run')
          announced.set('executing', runId)
        },
        onEnded: (runId, result) => log.info({ runId, ...result }, 'run ended'),
      })
      failures = 0
      announced.set('idle')
    } catch (error) {
      if (stopping.signal.aborted) break
      failures++
      log.warn({ err: error, failures }, 'cannot execute runs now, trying again')
    }
    // 0.25 s doubling to 8 s while the database is away.
    const pause = failures > 0 ? Math.min(8_000, 125 * 2 ** failures) : POLL_MS
    if (!stopping.signal.aborted)
      await sleep(pause, undefined, { signal: failures > 0 ? stopping.signal : wake.signal }).catch(() => {})
  }
  await schedule.stop()
  await announced.close()
  unsubscribe()
  await alerts.stop()
  await closePool()
  log.info('worker stopped')
}
