import { randomUUID } from 'node:crypto'
import type { Queryable } from '@/lib/db/pool'
import type { Notice } from './notice'
import type { Rule } from './rules/read-rules'

/** A notice and the rule whose channels it goes to. */
export interface Told {
  rule: Rule
  notice: Notice
}

/** Puts one message for each channel in the outbox, however many alerts it tells of. */
export async function toOutbox(notices: readonly Told[], now: Date, db: Queryable): Promise<void> {
  const channels = new Set(notices.flatMap(({ rule }) => rule.channelIds))
  for (const channelId of [...channels].sort((a, b) => a - b)) {
    const told = notices.filter(({ rule }) => rule.channelIds.includes(channelId)).map(({ notice }) => notice)
    await db.query(
      `with delivery as (
         insert into pipeline.alert_deliveries (message_id, channel_id, channel_name, kind, payload, status, next_attempt_at, created_at)
         select $1, c.id, c.name, 'alerts', $3, 'pending', $4, $4 from pipeline.alert_channels c where c.id = $2
         returning id)
       insert into pipeline.alert_delivery_items (delivery_id, alert_id, event)
       select d.id, t.alert_id, t.event from delivery d, unnest($5::bigint[], $6::text[]) as t (alert_id, event)`,
      [
        randomUUID(),
        channelId,
        JSON.stringify({ type: 'alerts', notices: told }),
        now,
        told.map(({ alertId }) => alertId),
        told.map(({ event }) => event),
      ],
    )
  }
}
