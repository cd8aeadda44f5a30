import type { Judge } from '../verdict'

/** The schedule as it stands; `pausedAt` is null while it runs, `pausedBy` when nobody paused it by hand. */
export interface ScheduleFacts {
  pausedAt: Date | null
  pausedBy: string | null
  pauseReason: string | null
}

/** Raises when the schedule paused itself; whoever pauses it by hand knows. */
export const judgeSchedulePaused: Judge<'schedule_paused', ScheduleFacts> = (_config, schedule) => {
  if (!schedule.pausedAt) return { bad: [], clears: 'The schedule runs again.' }
  if (schedule.pausedBy !== null)
    return { bad: [], clears: `The schedule was paused by ${schedule.pausedBy}.` }
  return {
    bad: [
      {
        subject: 'schedule',
        occurrence: `paused ${schedule.pausedAt.toISOString()}`,
        severity: 'critical',
        title: 'The schedule paused itself',
        message: `${schedule.pauseReason ?? 'Too many runs failed in a row.'} No run starts by itself until it is resumed on the pipeline page.`,
        path: '/pipeline',
      },
    ],
    clears: null,
  }
}
