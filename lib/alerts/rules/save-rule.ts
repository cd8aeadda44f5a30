import { z } from 'zod'
import { env } from '@/lib/core/env'
import { type Queryable, transaction } from '@/lib/db/pool'
import { query, queryOne } from '@/lib/db/sql'
import { compileQuery } from '@/lib/metrics/compile'
import { normaliseRequest } from '@/lib/metrics/request'
import { notify } from '@/lib/pipeline/events'
import { count } from '@/lib/pipeline/states'
import { AlertError, nameTaken } from '../alert-error'
import { closeAlert } from '../apply'
import type { RuleChange, RuleConfig, RuleInput } from './config'

/** Adds a rule. @throws AlertError, or QueryError when its metric has no such filter */
export async function addRule(input: RuleInput): Promise<number> {
  checkMetric(input.config)
  return transaction(async (db) => {
    await checkChannels(input.channelIds, db)
    const { kind, ...config } = input.config
    const row = await queryOne(
      z.object({ id: count }),
      `insert into pipeline.alert_rules (name, kind, config, channel_ids, enabled, quiet_minutes)
       values ($1, $2, $3, $4, $5, $6) returning id`,
      [input.name, kind, JSON.stringify(config), input.channelIds, input.enabled, input.quietMinutes],
      db,
    ).catch((error: unknown) => {
      throw nameTaken(error, 'rule', input.name)
    })
    await notify({ type: 'alerts' }, db)
    return row?.id ?? 0
  })
}

/** Changes what is named; false when there is no such rule. A rule that is switched off ends its open alerts. */
export async function changeRule(id: number, change: RuleChange, now = new Date()): Promise<boolean> {
  if (change.config) checkMetric(change.config)
  return transaction(async (db) => {
    const found = await queryOne(
      z.object({ kind: z.string() }),
      'select kind from pipeline.alert_rules where id = $1 for update',
      [id],
      db,
    )
    if (!found) return false
    if (change.channelIds) await checkChannels(change.channelIds, db)
    const { kind, ...config } = change.config ?? { kind: found.kind }
    if (kind !== found.kind)
      throw new AlertError('kind_changed', 'A rule keeps its kind.', { whatToDo: 'Add a new rule instead.' })
    const mutedUntil =
      change.snoozeMinutes === undefined
        ? undefined
        : change.snoozeMinutes === 0
          ? null
          : new Date(now.getTime() + change.snoozeMinutes * 60_000)
    await db
      .query(
        `update pipeline.alert_rules set name = coalesce($2, name), config = coalesce($3, config),
           channel_ids = coalesce($4, channel_ids), enabled = coalesce($5, enabled),
           quiet_minutes = coalesce($6, quiet_minutes), muted_until = case when $7 then $8 else muted_until end,
           last_error = case when $3::jsonb is null then last_error end, updated_at = $9 where id = $1`,
        [
          id,
          change.name ?? null,
          change.config ? JSON.stringify(config) : null,
          change.channelIds ?? null,
          change.enabled ?? null,
          change.quietMinutes ?? null,
          mutedUntil !== undefined,
          mutedUntil ?? null,
          now,
        ],
      )
      .catch((error: unknown) => {
        throw nameTaken(error, 'rule', change.name ?? '')
      })
    if (change.enabled === false) await endAlerts(id, 'The rule was switched off.', now, db)
    await notify({ type: 'alerts' }, db)
    return true
  })
}

/** Deletes a rule; its open alerts end, its history stays. @returns whether there was one */
export async function deleteRule(id: number, now = new Date()): Promise<boolean> {
  return transaction(async (db) => {
    await endAlerts(id, 'The rule was deleted.', now, db)
    const deleted = await db.query('delete from pipeline.alert_rules where id = $1', [id])
    await notify({ type: 'alerts' }, db)
    return deleted.rowCount === 1
  })
}

async function endAlerts(ruleId: number, because: string, now: Date, db: Queryable): Promise<void> {
  const open = await query(
    z.object({ id: count }),
    'select id from pipeline.alerts where rule_id = $1 and resolved_at is null for update',
    [ruleId],
    db,
  )
  for (const { id } of open) await closeAlert(id, 'rule_off', because, now, db)
}

/** A rule asks the semantic layer; what that would refuse every minute is refused here. */
function checkMetric(config: RuleConfig): void {
  if (config.kind !== 'metric') return
  const request = normaliseRequest({ metrics: [config.metric], where: config.where })
  compileQuery(request, { timeZone: env().storeTimezone })
}

async function checkChannels(ids: readonly number[], db: Queryable): Promise<void> {
  const rows = await query(
    z.object({ id: count }),
    'select id from pipeline.alert_channels where id = any($1::bigint[])',
    [ids],
    db,
  )
  const missing = ids.find((id) => !rows.some((row) => row.id === id))
  if (missing !== undefined)
    throw new AlertError('no_such_channel', `There is no channel ${missing}.`, {
      whatToDo: 'GET /api/alerts/channels lists them.',
    })
}
