import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { pool } from '@/lib/db/pool'
import { queryOne } from '@/lib/db/sql'
import { notify } from '@/lib/pipeline/events'
import { count } from '@/lib/pipeline/states'
import { channelConfig } from './channels/config'
import { sayError } from './deliver'
import type { Payload } from './notice'
import { hurryWaiting } from './outbox'
import { send } from './send/send'

export type TestResult =
  | { sent: true; answer: string; milliseconds: number }
  | { sent: false; error: string; milliseconds: number }

const row = z
  .object({
    id: count,
    name: z.string(),
    kind: z.string(),
    config: z.looseObject({}),
    secret: z.string().nullable(),
  })
  .transform(({ id, name, kind, config, secret }) => ({
    name,
    channel: { ...channelConfig.parse({ ...config, kind }), id, secret },
  }))

/**
 * Sends a test message through a channel now, the way alerts are sent, and says what came of it. It is
 * noted among the deliveries; a failed one is not tried again, and after one that was taken the messages that
 * wait for the channel go out.
 * @returns undefined when there is no such channel
 */
export async function testChannel(
  id: number,
  requestedBy: string,
  clock = () => new Date(),
): Promise<TestResult | undefined> {
  const found = await queryOne(
    row,
    'select id, name, kind, config, secret from pipeline.alert_channels where id = $1',
    [id],
  )
  if (!found) return undefined
  const payload: Payload = { type: 'test', requestedBy }
  const message = { id: randomUUID(), createdAt: clock(), payload }
  const started = performance.now()
  const result: TestResult = await send(found.channel, message).then(
    (answer) => ({ sent: true, answer, milliseconds: Math.round(performance.now() - started) }),
    (error: unknown) => ({
      sent: false,
      error: sayError(error),
      milliseconds: Math.round(performance.now() - started),
    }),
  )
  await queryOne(
    z.object({}),
    `insert into pipeline.alert_deliveries
       (message_id, channel_id, channel_name, kind, payload, status, attempts, next_attempt_at, last_error, answer, sent_at)
     values ($1, $2, $3, 'test', $4, $5, 1, now(), $6, $7, case when $5 = 'sent' then now() end)`,
    [
      message.id,
      id,
      found.name,
      JSON.stringify(payload),
      result.sent ? 'sent' : 'failed',
      result.sent ? null : result.error,
      result.sent ? result.answer : null,
    ],
  )
  if (result.sent) await hurryWaiting(found.channel, clock(), pool())
  await notify({ type: 'alerts' })
  return result
}
