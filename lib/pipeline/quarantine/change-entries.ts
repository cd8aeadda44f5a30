import { z } from 'zod'
import { StoreroomError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/pool'
import { queryOne } from '@/lib/db/sql'
import { count } from '../states'
import { FILTER_WHERE, filterParameters, quarantineFilter } from './filter'
import { MALFORMED_RULES, OPEN_STATES } from './states'

/** The rows kept aside are not as the caller believes them to be. */
export class QuarantineConflict extends StoreroomError {}

/** Rows by number, or all of a filter with how many the caller saw: another number changes nothing. */
export const chosenEntries = z.union([
  z.strictObject({ ids: z.array(z.number().int().min(1)).min(1).max(1000) }),
  z.strictObject({ filter: quarantineFilter, expected: z.number().int().min(0) }),
])
export type ChosenEntries = z.infer<typeof chosenEntries>

export interface Changed {
  changed: number
  /** Chosen, but in a state (or without the fields) the change makes no sense for. */
  skipped: number
}

const list = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ')

/** To be tried again by the next run. A record that could not be taken apart needs its fields first. */
export function replayEntries(chosen: ChosenEntries, actor: string): Promise<Changed> {
  return change(chosen, actor, {
    action: 'replayed',
    eligible: `q.state in ('quarantined', 'waiting')
      and (q.corrected is not null or q.rule not in (${list(MALFORMED_RULES)}))`,
    set: `state = 'retry'`,
  })
}

/** Not wanted, for the reason given. The rows stay, and stay counted as quarantined. */
export function discardEntries(chosen: ChosenEntries, actor: string, reason: string): Promise<Changed> {
  return change(chosen, actor, {
    action: 'discarded',
    eligible: `q.state in (${list(OPEN_STATES)})`,
    set: `state = 'discarded', discard_reason = $7`,
    reason,
  })
}

/** Takes a discard back: the rows stand where they stood before. */
export function restoreEntries(chosen: ChosenEntries, actor: string): Promise<Changed> {
  return change(chosen, actor, {
    action: 'restored',
    eligible: `q.state = 'discarded'`,
    set: `discard_reason = null, state = coalesce((select e.from_state from pipeline.quarantine_events e
      where e.quarantine_id = q.id and e.action = 'discarded' order by e.id desc limit 1), 'quarantined')`,
  })
}

interface Change {
  action: 'replayed' | 'discarded' | 'restored'
  /** Condition over `pipeline.quarantine q`. */
  eligible: string
  set: string
  reason?: string
}

const zChanged = z.object({ matching: count, changed: count })

async function change(chosen: ChosenEntries, actor: string, how: Change): Promise<Changed> {
  const filter = 'ids' in chosen ? { state: 'any' as const } : chosen.filter
  const byId = 'ids' in chosen ? 'and q.id = any($8::bigint[])' : 'and $8::bigint[] is null'
  return transaction(async (db) => {
    await waitBriefly(db)
    const done = await queryOne(
      zChanged,
      `with matching as (select q.id, q.state from pipeline.quarantine q ${FILTER_WHERE} ${byId} for update),
       changed as (
         update pipeline.quarantine q set ${how.set}, revision = q.revision + 1
         from matching m where m.id = q.id and ${how.eligible} returning q.id, m.state as from_state),
       noted as (
         insert into pipeline.quarantine_events (quarantine_id, action, actor, from_state, message)
         select id, '${how.action}', $6, from_state, $7 from changed)
       select (select count(*) from matching) as matching, (select count(*) from changed) as changed`,
      [...filterParameters(filter), actor, how.reason ?? null, 'ids' in chosen ? chosen.ids : null],
      db,
    ).catch(busy)
    const { matching = 0, changed = 0 } = done ?? {}
    if ('expected' in chosen && matching !== chosen.expected)
      throw new QuarantineConflict(
        'other_count',
        `${matching} rows match now, not ${chosen.expected}. Nothing was changed.`,
        { whatToDo: 'Look at the rows again and confirm the number there is now.' },
      )
    return { changed, skipped: matching - changed }
  })
}

/** A publishing run holds the rows it tried for as long as its transaction lasts: nobody waits longer than this. */
export async function waitBriefly(db: { query(text: string): Promise<unknown> }): Promise<void> {
  await db.query(`set local lock_timeout = '5s'`)
}

/** @throws QuarantineConflict for a lock that did not come free, else what it got */
export function busy(error: unknown): never {
  if (error instanceof Error && Reflect.get(error, 'code') === '55P03')
    throw new QuarantineConflict('run_is_publishing', 'A run is just publishing what became of these rows.', {
      whatToDo: 'Try again when it has ended; its outcome may be what you wanted.',
      cause: error,
    })
  throw error
}
