import { z } from 'zod'
import { log } from '@/lib/core/log'
import type { Queryable } from '@/lib/db/pool'
import { query, queryOne } from '@/lib/db/sql'
import { notify } from '@/lib/pipeline/events'
import { count } from '@/lib/pipeline/states'
import type { Notice } from './notice'
import { type Told, toOutbox } from './outbox'
import type { Rule } from './rules/read-rules'
import { type Bad, SEVERITIES, type Verdict } from './verdict'

/** A rule with what was found about it. */
export interface Judged {
  rule: Rule
  verdict: Verdict
}

const openAlert = z.object({
  id: count,
  subject: z.string(),
  occurrence: z.string(),
  count,
  severity: z.enum(SEVERITIES),
  title: z.string(),
  message: z.string(),
  path: z.string(),
  runId: count.nullable(),
  raisedAt: z.date(),
  notifiedAt: z.date().nullable(),
  held: z.boolean(),
})
type OpenAlert = z.infer<typeof openAlert>

const COLUMNS = `id, subject, occurrence, count, severity, title, message, coalesce(detail ->> 'path', '/alerts') as path,
  run_id as "runId", raised_at as "raisedAt", notified_at as "notifiedAt", held`

/**
 * Brings the alerts in line with what was found, and puts one message for each channel in the outbox,
 * all in the caller's transaction: either both are there or neither.
 * Safe to repeat: an occurrence that is known changes nothing.
 * @returns how many alerts changed
 */
export async function applyVerdicts(judged: readonly Judged[], now: Date, db: Queryable): Promise<number> {
  const notices: Told[] = []
  let changed = 0
  for (const { rule, verdict } of judged) {
    const open = await query(
      openAlert,
      `select ${COLUMNS} from pipeline.alerts where rule_id = $1 and resolved_at is null order by id for update`,
      [rule.id],
      db,
    )
    for (const bad of verdict.bad) {
      const existing = open.find(({ subject }) => subject === bad.subject)
      const notice = existing ? await repeat(rule, existing, bad, now, db) : await raise(rule, bad, now, db)
      if (notice === undefined) continue
      changed++
      if (notice) notices.push({ rule, notice })
    }
    if (verdict.clears === null) continue
    for (const alert of open) {
      if (verdict.bad.some(({ subject }) => subject === alert.subject)) continue
      await closeAlert(alert.id, 'recovered', verdict.clears, now, db)
      changed++
      if (alert.notifiedAt && !isMuted(rule, now))
        notices.push({
          rule,
          notice: noticeOf(rule, alert, 'resolved', { message: verdict.clears, resolvedAt: now }),
        })
    }
  }
  await toOutbox(notices, now, db)
  if (changed > 0) await notify({ type: 'alerts' }, db)
  return changed
}

/** Puts what was raised while its rule was muted in the outbox, once it is not muted any more. */
export async function releaseHeld(rules: readonly Rule[], now: Date, db: Queryable): Promise<void> {
  const notices: Told[] = []
  for (const rule of rules.filter((candidate) => tells(candidate, now))) {
    const held = await query(
      openAlert,
      `update pipeline.alerts set held = false, notified_at = $2
       where rule_id = $1 and resolved_at is null and held returning ${COLUMNS}`,
      [rule.id, now],
      db,
    )
    for (const alert of held) notices.push({ rule, notice: noticeOf(rule, alert, 'raised') })
  }
  await toOutbox(notices, now, db)
}

/** Ends an open alert. */
export async function closeAlert(
  id: number,
  resolution: 'recovered' | 'closed' | 'rule_off',
  because: string,
  now: Date,
  db: Queryable,
): Promise<boolean> {
  const changed = await db.query(
    `update pipeline.alerts set resolved_at = $2, open_key = null, held = false, resolution = $3, because = $4
     where id = $1 and resolved_at is null`,
    [id, now, resolution, because],
  )
  return changed.rowCount === 1
}

const isMuted = (rule: Rule, now: Date) => rule.mutedUntil !== null && rule.mutedUntil > now
const tells = (rule: Rule, now: Date) => rule.channelIds.length > 0 && !isMuted(rule, now)

/** undefined: nothing new; null: noted, nobody to tell now. */
type Noted = Notice | null | undefined

async function raise(rule: Rule, bad: Bad, now: Date, db: Queryable): Promise<Noted> {
  const last = await queryOne(
    z.object({ occurrence: z.string(), resolution: z.string().nullable() }),
    'select occurrence, resolution from pipeline.alerts where rule_id = $1 and subject = $2 order by id desc limit 1',
    [rule.id, bad.subject],
    db,
  )
  // Somebody has seen this one and closed it.
  if (last?.resolution === 'closed' && last.occurrence === bad.occurrence) return undefined
  const alert = await queryOne(
    openAlert,
    `insert into pipeline.alerts (rule, rule_id, rule_name, subject, open_key, severity, title, message, detail, run_id,
       occurrence, raised_at, last_seen_at, notified_at, held)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $14)
     on conflict (open_key) do nothing returning ${COLUMNS}`,
    [
      rule.config.kind,
      rule.id,
      rule.name,
      bad.subject,
      `${rule.id} ${bad.subject}`,
      bad.severity,
      bad.title,
      bad.message,
      JSON.stringify({ ...bad.detail, path: bad.path }),
      bad.runId ?? null,
      bad.occurrence,
      now,
      tells(rule, now) ? now : null,
      rule.channelIds.length > 0 && isMuted(rule, now),
    ],
    db,
  )
  if (!alert) return undefined
  log.warn({ rule: rule.name, alertId: alert.id, runId: bad.runId }, bad.title)
  return tells(rule, now) ? noticeOf(rule, alert, 'raised') : null
}

async function repeat(rule: Rule, existing: OpenAlert, bad: Bad, now: Date, db: Queryable): Promise<Noted> {
  if (existing.occurrence === bad.occurrence) return undefined
  const quietUntil = existing.notifiedAt ? existing.notifiedAt.getTime() + rule.quietMinutes * 60_000 : 0
  const tell = tells(rule, now) && now.getTime() >= quietUntil
  const held = existing.held || (rule.channelIds.length > 0 && isMuted(rule, now) && !existing.notifiedAt)
  const alert = await queryOne(
    openAlert,
    `update pipeline.alerts set count = count + 1, occurrence = $2, last_seen_at = $3, severity = $4, title = $5,
       message = $6, detail = $7, run_id = $8, notified_at = case when $9 then $3 else notified_at end, held = $10
     where id = $1 returning ${COLUMNS}`,
    [
      existing.id,
      bad.occurrence,
      now,
      bad.severity,
      bad.title,
      bad.message,
      JSON.stringify({ ...bad.detail, path: bad.path }),
      bad.runId ?? null,
      tell,
      held && !tell,
    ],
    db,
  )
  return alert && tell ? noticeOf(rule, alert, existing.notifiedAt ? 'repeated' : 'raised') : null
}

function noticeOf(
  rule: Rule,
  alert: OpenAlert,
  event: Notice['event'],
  ended?: { message: string; resolvedAt: Date },
): Notice {
  return {
    alertId: alert.id,
    event,
    rule: { id: rule.id, name: rule.name, kind: rule.config.kind },
    subject: alert.subject,
    severity: alert.severity,
    title: alert.title,
    message: ended?.message ?? alert.message,
    count: alert.count,
    raisedAt: alert.raisedAt.toISOString(),
    resolvedAt: ended?.resolvedAt.toISOString() ?? null,
    runId: alert.runId,
    path: alert.path,
  }
}
