import { validate as isCron } from 'node-cron'
import { z } from 'zod'
import { env, isTimeZone } from '@/lib/core/env'
import { ContractError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/pool'
import { nextTick } from './cron'
import { notify } from './events'
import { CATCH_UP, readScheduleRow } from './schedule-store'

/** What an admin may change of the schedule; what is absent stays. Null is the environment's value again. */
export const scheduleChange = z
  .strictObject({
    cron: z
      .string()
      .trim()
      .refine(isCron, "Five or six cron fields, such as '0 3 * * *' (every day at 3:00).")
      .nullable()
      .optional(),
    timeZone: z.string().refine(isTimeZone, 'An IANA time zone such as Europe/London.').nullable().optional(),
    catchUp: z.enum(CATCH_UP).optional(),
    pauseAfter: z.number().int().min(0).max(100).optional(),
    paused: z.boolean().optional(),
    /** Why it is paused, for those who see that it is. */
    reason: z.string().trim().min(1).max(500).optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one thing to change.')
export type ScheduleChange = z.infer<typeof scheduleChange>

/**
 * Changes, pauses or resumes the schedule; the workers follow at once. Resuming forgets the failures that paused
 * it, and the ticks that came due meanwhile are not caught up with.
 * @throws ContractError for an expression that never comes due
 */
export async function changeSchedule(change: ScheduleChange, by: string | null): Promise<void> {
  const settings = env()
  await transaction(async (db) => {
    await db.query('select 1 from pipeline.schedule where id = 1 for update')
    const now = await readScheduleRow(db)
    const cron = change.cron === undefined ? now.cron : change.cron
    const timeZone = change.timeZone === undefined ? now.timeZone : change.timeZone
    if (!nextTick(cron ?? settings.pipelineCron, timeZone ?? settings.storeTimezone))
      throw new ContractError('never_due', `The schedule ${cron} never comes due.`, {
        context: { cron },
        whatToDo: 'Choose a day that exists, for example 0 3 1 * * for the first of every month.',
      })
    await db.query(
      `update pipeline.schedule set cron = $1, time_zone = $2, catch_up = coalesce($3, catch_up),
         pause_after = coalesce($4, pause_after), updated_at = clock_timestamp(), updated_by = $5,
         last_tick_at = case when $6 then clock_timestamp() else last_tick_at end
       where id = 1`,
      [
        cron,
        timeZone,
        change.catchUp ?? null,
        change.pauseAfter ?? null,
        by,
        cron !== now.cron || timeZone !== now.timeZone,
      ],
    )
    if (change.paused === true)
      await db.query(
        `update pipeline.schedule set paused_at = coalesce(paused_at, clock_timestamp()), paused_by = coalesce($1, 'somebody'),
           pause_reason = $2 where id = 1`,
        [by, change.reason ?? null],
      )
    if (change.paused === false)
      await db.query(
        `update pipeline.schedule set paused_at = null, paused_by = null, pause_reason = null,
           last_tick_at = clock_timestamp(), counted_from_run = coalesce((select max(id) from pipeline.runs), 0)
         where id = 1 and paused_at is not null`,
      )
    await notify({ type: 'schedule', paused: change.paused ?? now.pausedAt !== null }, db)
  })
}
