import { env } from '@/lib/core/env'
import { nextTick } from './cron'
import { readScheduleRow, type ScheduleRow } from './schedule-store'

interface ScheduleBase {
  cron: string
  timeZone: string
  /** True while nobody has set another one: it comes from PIPELINE_CRON. */
  isDefault: boolean
  /** What happens to ticks missed while no worker was alive. */
  catchUp: ScheduleRow['catchUp']
  /** It pauses by itself after this many failed runs in a row; 0 = never. */
  pauseAfter: number
  failuresInRow: number
  lastTickAt: Date | null
}

/** When runs start by themselves. */
export type ScheduleState =
  | (ScheduleBase & { status: 'active'; nextRunAt: Date | null })
  /** `pausedBy` is null when it paused by itself; `reason` says why. */
  | (ScheduleBase & { status: 'paused'; pausedAt: Date; pausedBy: string | null; reason: string | null })

/** The schedule as it is now: what the database says, else PIPELINE_CRON and STORE_TIMEZONE. */
export async function readSchedule(settings = env()): Promise<ScheduleState> {
  const row = await readScheduleRow()
  const { catchUp, pauseAfter, failuresInRow, lastTickAt } = row
  const base = {
    cron: row.cron ?? settings.pipelineCron,
    timeZone: row.timeZone ?? settings.storeTimezone,
    isDefault: row.cron === null && row.timeZone === null,
    catchUp,
    pauseAfter,
    failuresInRow,
    lastTickAt,
  }
  if (row.pausedAt)
    return {
      ...base,
      status: 'paused',
      pausedAt: row.pausedAt,
      pausedBy: row.pausedBy,
      reason: row.pauseReason,
    }
  return { ...base, status: 'active', nextRunAt: nextTick(base.cron, base.timeZone) ?? null }
}
