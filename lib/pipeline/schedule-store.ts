import { z } from 'zod'
import { InternalError } from '@/lib/core/errors'
import type { Queryable } from '@/lib/db/pool'
import { query, queryOne } from '@/lib/db/sql'
import { notify } from './events'
import { count } from './states'

export const CATCH_UP = ['skip', 'once'] as const

const rowSchema = z.object({
  cron: z.string().nullable(),
  timeZone: z.string().nullable(),
  catchUp: z.enum(CATCH_UP),
  pauseAfter: z.number().int(),
  pausedAt: z.date().nullable(),
  pausedBy: z.string().nullable(),
  pauseReason: z.string().nullable(),
  lastTickAt: z.date().nullable(),
  failuresInRow: count,
})
export type ScheduleRow = z.infer<typeof rowSchema>

/** Runs that ended since somebody last resumed the schedule, up to the latest that was no failure. */
const FAILURES = `(select count(*) from pipeline.runs r
  where r.status = 'failed' and r.id > s.counted_from_run and not exists (
    select 1 from pipeline.runs good where good.status in ('published', 'nothing_new')
      and good.id > s.counted_from_run and good.finished_at > r.finished_at))`

/** The stored schedule; what is null there is as in the environment. */
export async function readScheduleRow(db?: Queryable): Promise<ScheduleRow> {
  const row = await queryOne(
    rowSchema,
    `select cron, time_zone as "timeZone", catch_up as "catchUp", pause_after as "pauseAfter", paused_at as "pausedAt",
       paused_by as "pausedBy", pause_reason as "pauseReason", last_tick_at as "lastTickAt",
       ${FAILURES} as "failuresInRow"
     from pipeline.schedule s where id = 1`,
    [],
    db,
  )
  if (!row) throw new InternalError('no_schedule', 'pipeline.schedule has no row.')
  return row
}

/**
 * Notes that a tick came due; true when it may start a run, false while the schedule is paused.
 * A tick that another worker noted first may all the same: its planned time identifies the run.
 */
export async function noteTick(planned: Date, db?: Queryable): Promise<boolean> {
  const row = await queryOne(
    z.object({ active: z.boolean() }),
    `update pipeline.schedule set last_tick_at = greatest(last_tick_at, $1) where id = 1
     returning paused_at is null as active`,
    [planned],
    db,
  )
  return row?.active ?? false
}

/**
 * Pauses the schedule when the last `pause_after` runs all failed, with the reason. Runs somebody starts
 * by hand count too: what makes them fail will make the scheduled ones fail.
 */
export async function pauseAfterFailures(db: Queryable): Promise<boolean> {
  const paused = await query(
    z.object({ reason: z.string() }),
    `update pipeline.schedule s set paused_at = clock_timestamp(), paused_by = null,
       pause_reason = concat(${FAILURES}, ' runs failed in a row. The last, run ', last.id, ', failed',
         ' in ' || (last.error ->> 'task'), ': ', left(last.error ->> 'message', 500))
     from (select id, error from pipeline.runs where status = 'failed' order by finished_at desc limit 1) last
     where s.id = 1 and s.paused_at is null and s.pause_after > 0 and ${FAILURES} >= s.pause_after
     returning pause_reason as reason`,
    [],
    db,
  )
  if (paused.length > 0) await notify({ type: 'schedule', paused: true }, db)
  return paused.length > 0
}
