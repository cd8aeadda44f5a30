import { z } from 'zod'

/** What is recorded once when a file first arrives, and kept beside the archived original. */
export const zArrival = z.object({ id: z.string(), name: z.string(), arrivedAt: z.iso.datetime() })
export type Arrival = z.infer<typeof zArrival>

const DATED = /(?<!\d)((?:19|20)\d{2})(?:-(\d{2})-(\d{2})|(\d{2})(\d{2}))(?!\d)/

/**
 * The effective time of a file's records that have no updated_at: midnight, in the store's time zone, of the date
 * in its name (`2026-11-23` or `20261123`), else when it first arrived.
 */
export function effectiveAt(name: string, arrivedAt: Date, timeZone: string): Date {
  const match = DATED.exec(name)
  if (!match) return arrivedAt
  const [, year, month = match[4], day = match[5]] = match
  const midnight = new Date(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCDate() !== Number(day)) return arrivedAt
  return new Date(midnight.getTime() - offsetAt(midnight, timeZone))
}

/** Milliseconds the zone is ahead of UTC at an instant. */
function offsetAt(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const get = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((p) => p.type === type)?.value)
  return (
    Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second')) -
    instant.getTime()
  )
}
