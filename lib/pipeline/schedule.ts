import { createTask, type ScheduledTask, schedule } from 'node-cron'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { enqueueRun } from './enqueue-run'

export interface ScheduleInfo {
  cron: string
  timeZone: string
  nextRunAt: Date
}

/** When the schedule starts the next run, in STORE_TIMEZONE. */
export function scheduleInfo(settings = env()): ScheduleInfo {
  const { pipelineCron: cron, storeTimezone: timeZone } = settings
  const task = createTask(cron, () => {}, { timezone: timeZone, name: `next run ${crypto.randomUUID()}` })
  try {
    const [nextRunAt] = task.getNextRuns(1)
    if (!nextRunAt) throw new Error(`PIPELINE_CRON ${cron} never comes due`)
    return { cron, timeZone, nextRunAt }
  } finally {
    void task.destroy()
  }
}

/**
 * Queues a run at every tick of PIPELINE_CRON. Every worker may do so: the planned time of the
 * tick identifies the run, so duplicates are harmless.
 */
export function startSchedule(settings = env()): ScheduledTask {
  return schedule(
    settings.pipelineCron,
    async ({ date }) => {
      const { runId, already } = await enqueueRun({
        trigger: 'schedule',
        inboxDir: settings.inboxDir,
        plannedAt: date,
      })
      log.info({ runId, already }, 'scheduled run')
    },
    { timezone: settings.storeTimezone, name: 'pipeline schedule', logger: cronLogger },
  )
}

const cronLogger = {
  info: (message: string) => log.debug(message),
  debug: (message: string | Error) => log.debug(String(message)),
  warn: (message: string) => log.warn(message),
  error: (message: string | Error, err?: Error) => log.error({ err: err ?? message }, 'schedule'),
}
