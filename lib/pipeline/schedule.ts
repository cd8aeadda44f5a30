import { type ScheduledTask, schedule } from 'node-cron'
import { type Env, env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { pool } from '@/lib/db/pool'
import { lastTick } from './cron'
import { enqueueRun } from './enqueue-run'
import { subscribe } from './events'
import { noteTick, readScheduleRow } from './schedule-store'

/** For changes whose notification was missed, and to notice that this machine was asleep. */
const LOOK_MS = 60_000

export interface RunningSchedule {
  stop(): Promise<void>
}

/**
 * Queues a run at every tick of the schedule, and follows when it is changed. Every worker may do so: the planned
 * time of the tick identifies the run, so duplicates are harmless. Ticks missed while no worker was alive are
 * skipped or caught up with by one run, as the schedule says.
 */
export function startSchedule(settings: Env = env(), clock: () => Date = () => new Date()): RunningSchedule {
  let current: { key: string; task: ScheduledTask } | undefined
  let looking = Promise.resolve()
  let stopped = false
  let lookedAt = 0

  const look = () => {
    looking = looking
      .then(async () => {
        if (stopped) return
        const row = await readScheduleRow()
        const cron = row.cron ?? settings.pipelineCron
        const timeZone = row.timeZone ?? settings.storeTimezone
        const now = clock()
        // At the start, and when this process slept.
        if (now.getTime() - lookedAt > 2 * LOOK_MS) await catchUp(settings, now)
        lookedAt = now.getTime()
        const key = `${cron} ${timeZone}`
        if (current?.key === key) return
        await current?.task.destroy()
        current = { key, task: start(cron, timeZone, settings) }
        log.info({ cron, timeZone }, 'schedule')
      })
      .catch((error: unknown) => log.warn({ err: error }, 'the schedule could not be read'))
    return looking
  }
  const unsubscribe = subscribe((event) => {
    if (event.type === 'schedule' || event.type === 'connected') void look()
  })
  const timer = setInterval(() => void look(), LOOK_MS)
  void look()
  return {
    stop: async () => {
      stopped = true
      clearInterval(timer)
      unsubscribe()
      await looking
      await current?.task.destroy()
    },
  }
}

function start(cron: string, timeZone: string, settings: Env): ScheduledTask {
  return schedule(
    cron,
    async ({ date }) => {
      if (await noteTick(date)) await queue(date, settings)
      else log.info({ planned: date }, 'the schedule is paused: no run')
    },
    { timezone: timeZone, name: `pipeline schedule ${cron} ${timeZone}`, logger: cronLogger },
  )
}

async function queue(plannedAt: Date, settings: Env): Promise<void> {
  const { runId, already } = await enqueueRun({
    trigger: 'schedule',
    inboxDir: settings.inboxDir,
    plannedAt,
  })
  log.info({ runId, already }, 'scheduled run')
}

/** One run for the ticks that came due while nobody was there to see them, or none: as the schedule says. */
export async function catchUp(settings: Env, now: Date): Promise<Date | undefined> {
  // The very first start has missed nothing.
  await pool().query('update pipeline.schedule set last_tick_at = coalesce(last_tick_at, $1) where id = 1', [
    now,
  ])
  const row = await readScheduleRow()
  const after = row.lastTickAt ?? now
  const cron = row.cron ?? settings.pipelineCron
  const missed = await lastTick(cron, row.timeZone ?? settings.storeTimezone, after, now)
  if (!missed) return undefined
  const active = await noteTick(missed)
  if (row.catchUp === 'once' && active) {
    log.info({ missed }, 'catching up with a missed tick of the schedule')
    await queue(missed, settings)
    return missed
  }
  log.info({ missed, catchUp: row.catchUp, paused: !active }, 'missed ticks of the schedule are skipped')
  return undefined
}

const cronLogger = {
  info: (message: string) => log.debug(message),
  debug: (message: string | Error) => log.debug(String(message)),
  warn: (message: string) => log.warn(message),
  error: (message: string | Error, err?: Error) => log.error({ err: err ?? message }, 'schedule'),
}
