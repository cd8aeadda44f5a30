import { z } from 'zod'
import type { Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { count } from '@/lib/pipeline/states'
import { channelConfig } from './config'

const row = z
  .object({
    id: count,
    name: z.string(),
    kind: z.string(),
    config: z.looseObject({}),
    rules: z.array(z.string()),
    last: z
      .object({
        status: z.enum(['pending', 'sent', 'failed']),
        at: z.string(),
        error: z.string().nullable(),
      })
      .nullable(),
  })
  .transform(({ kind, config, ...rest }) => ({ ...rest, ...channelConfig.parse({ ...config, kind }) }))

/** A channel without its secrets: which rules tell it, and what became of its newest message. */
export type Channel = z.infer<typeof row>

/** The channels, or the one with an id. Secrets are never among what is read here. */
export async function readChannels(filter: { id?: number } = {}, db?: Queryable): Promise<Channel[]> {
  return query(
    row,
    `select c.id, c.name, c.kind, c.config,
       array(select r.name from pipeline.alert_rules r where c.id = any(r.channel_ids) order by r.id) as rules,
       (select jsonb_build_object('status', d.status, 'at', coalesce(d.sent_at, d.created_at), 'error', d.last_error)
        from pipeline.alert_deliveries d where d.channel_id = c.id order by d.id desc limit 1) as last
     from pipeline.alert_channels c where $1::bigint is null or c.id = $1 order by c.name`,
    [filter.id ?? null],
    db,
  )
}
