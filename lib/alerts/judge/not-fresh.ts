import { addDays, dayIn } from '@/lib/core/dates'
import { formatDay, formatTimestamp } from '@/lib/core/format'
import { type Judge, NOTHING_TO_SAY } from '../verdict'

export interface FreshnessFacts {
  now: Date
  timeZone: string
  /** The newest load; null while nothing was ever published. */
  load: { version: number; publishedAt: Date } | null
}

/** Monday 1 … Sunday 7. */
const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay() || 7

/** The last day by whose `by` a load was due, at an instant. */
export function lastDueDay(by: string, weekdays: number[], now: Date, timeZone: string): string {
  const today = dayIn(timeZone, now)
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(now)
  let day = clock >= by ? today : addDays(today, -1)
  while (!weekdays.includes(weekday(day))) day = addDays(day, -1)
  return day
}

/**
 * Raises when the last day a load was due saw none by the given time; a load on or after that day clears.
 * A warehouse that never had a load cannot have an old one.
 */
export const judgeNotFresh: Judge<'not_fresh', FreshnessFacts> = ({ by, weekdays }, facts) => {
  const { now, timeZone, load } = facts
  if (!load) return NOTHING_TO_SAY
  const due = lastDueDay(by, weekdays, now, timeZone)
  if (dayIn(timeZone, load.publishedAt) >= due) {
    return {
      bad: [],
      clears: `Load ${load.version} was published ${formatTimestamp(load.publishedAt, timeZone)}.`,
    }
  }
  return {
    bad: [
      {
        subject: 'load',
        occurrence: `day ${due}`,
        severity: 'critical',
        title: `No load by ${by} on ${formatDay(due)}`,
        message: `The dashboards still show load ${load.version} of ${formatTimestamp(load.publishedAt, timeZone)} (${timeZone}). Look whether the shop’s exports arrived and whether the last run failed.`,
        path: '/pipeline',
      },
    ],
    clears: null,
  }
}
