import { z } from 'zod'
import type { Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { count } from '@/lib/pipeline/states'
import { ruleConfig } from './config'

const row = z
  .object({
    id: count,
    name: z.string(),
    kind: z.string(),
    config: z.looseObject({}),
    channelIds: z.array(count),
    enabled: z.boolean(),
    quietMinutes: z.number(),
    mutedUntil: z.date().nullable(),
    lastError: z.string().nullable(),
    open: count,
  })
  .transform(({ kind, config, ...rest }) => ({ ...rest, config: ruleConfig.safeParse({ ...config, kind }) }))

/** A rule; `open` counts its open alerts. */
export interface Rule {
  id: number
  name: string
  config: z.infer<typeof ruleConfig>
  channelIds: number[]
  enabled: boolean
  quietMinutes: number
  mutedUntil: Date | null
  lastError: string | null
  open: number
}

/**
 * The rules by name, or the one with an id. One whose stored settings this version does not
 * understand (it names a metric that is gone) is left out and returned in `unreadable`.
 */
export async function readRules(
  filter: { id?: number } = {},
  db?: Queryable,
): Promise<{ rules: Rule[]; unreadable: { id: number; name: string }[] }> {
  const rows = await query(
    row,
    `select r.id, r.name, r.kind, r.config, r.channel_ids as "channelIds", r.enabled, r.quiet_minutes as "quietMinutes",
       r.muted_until as "mutedUntil", r.last_error as "lastError",
       (select count(*) from pipeline.alerts a where a.rule_id = r.id and a.resolved_at is null) as open
     from pipeline.alert_rules r where $1::bigint is null or r.id = $1 order by r.id`,
    [filter.id ?? null],
    db,
  )
  const rules: Rule[] = []
  const unreadable: { id: number; name: string }[] = []
  for (const { config, ...rest } of rows) {
    if (config.success) rules.push({ ...rest, config: config.data })
    else unreadable.push({ id: rest.id, name: rest.name })
  }
  return { rules, unreadable }
}
