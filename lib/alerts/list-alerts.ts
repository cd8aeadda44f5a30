import { z } from 'zod'
import { query, queryOne } from '@/lib/db/sql'
import type { Page } from '@/lib/pipeline/list-runs'
import { count } from '@/lib/pipeline/states'
import type { RuleKind } from './rules/config'
import { SEVERITIES, type Severity } from './verdict'

/** Parameters of the list of alerts. */
export const alertSearch = z.object({
  state: z.enum(['open', 'resolved']).optional(),
  ruleId: z.coerce.number().int().min(1).optional(),
  page: z.coerce.number().int().min(1).default(1),
  pageSize: z.coerce.number().int().min(1).max(200).default(25),
})
export type AlertSearch = z.input<typeof alertSearch>

const alertSchema = z.object({
  id: count,
  /** Kind of the rule: run_failed, check_failed, … */
  rule: z.string(),
  /** Null when the rule was deleted since. */
  ruleId: count.nullable(),
  ruleName: z.string(),
  subject: z.string(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  message: z.string(),
  /** Page that shows more. */
  path: z.string(),
  runId: count.nullable(),
  count: z.number(),
  raisedAt: z.date(),
  lastSeenAt: z.date(),
  resolvedAt: z.date().nullable(),
  resolution: z.enum(['recovered', 'closed', 'rule_off']).nullable(),
  because: z.string().nullable(),
  /** Raised while its rule was muted: told when that ends, if it is still open then. */
  held: z.boolean(),
  deliveries: z.array(
    z.object({
      id: count,
      channel: z.string(),
      event: z.enum(['raised', 'repeated', 'resolved']),
      status: z.enum(['pending', 'sent', 'failed']),
      attempts: z.number(),
      at: z.string(),
      nextAttemptAt: z.string(),
      error: z.string().nullable(),
      answer: z.string().nullable(),
      /** Whether it can be sent again: its channel still exists. */
      canRetry: z.boolean(),
    }),
  ),
})
export type AlertView = z.infer<typeof alertSchema>

/** Alerts with the messages that told of them, newest first. */
export async function listAlerts(search: AlertSearch = {}): Promise<Page<AlertView>> {
  const { state, ruleId, page, pageSize } = alertSearch.parse(search)
  const where = `($1::text is null or ($1 = 'open') = (a.resolved_at is null)) and ($2::bigint is null or a.rule_id = $2)`
  const filter = [state ?? null, ruleId ?? null]
  const total = await queryOne(
    z.object({ n: count }),
    `select count(*) as n from pipeline.alerts a where ${where}`,
    filter,
  )
  const items = await query(
    alertSchema,
    `select a.id, a.rule, a.rule_id as "ruleId", a.rule_name as "ruleName", a.subject, a.severity, a.title, a.message,
       coalesce(a.detail ->> 'path', '/pipeline/runs/' || a.run_id, '/alerts') as path, a.run_id as "runId", a.count,
       a.raised_at as "raisedAt", a.last_seen_at as "lastSeenAt", a.resolved_at as "resolvedAt", a.resolution, a.because,
       a.held,
       coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'channel', d.channel_name, 'event', i.event,
          'status', d.status, 'attempts', d.attempts, 'at', coalesce(d.sent_at, d.created_at),
          'nextAttemptAt', d.next_attempt_at, 'error', d.last_error, 'answer', d.answer,
          'canRetry', d.channel_id is not null) order by d.id)
        from pipeline.alert_delivery_items i join pipeline.alert_deliveries d on d.id = i.delivery_id
        where i.alert_id = a.id), '[]') as deliveries
     from pipeline.alerts a where ${where}
     order by a.raised_at desc, a.id desc limit $3 offset $4`,
    [...filter, pageSize, (page - 1) * pageSize],
  )
  return { items, total: total?.n ?? 0, page, pageSize }
}

/** How many alerts are open, by severity, and the title of the newest. @param except kind of rule not to count */
export async function openAlerts({ except }: { except?: RuleKind } = {}): Promise<{
  open: number
  bySeverity: Record<Severity, number>
  newest: string | null
}> {
  const rows = await query(
    z.object({ severity: z.enum(SEVERITIES), n: count, newest: z.string(), at: z.date() }),
    `select severity, count(*) as n, (array_agg(title order by raised_at desc, id desc))[1] as newest, max(raised_at) as at
     from pipeline.alerts where resolved_at is null and rule is distinct from $1 group by severity`,
    [except ?? null],
  )
  const bySeverity: Record<Severity, number> = { critical: 0, warning: 0 }
  for (const { severity, n } of rows) bySeverity[severity] = n
  const [last] = [...rows].sort((a, b) => b.at.getTime() - a.at.getTime())
  return { open: bySeverity.critical + bySeverity.warning, bySeverity, newest: last?.newest ?? null }
}
