import type pg from 'pg'
import { z } from 'zod'
import { CircuitOpenError, ContractError, StoreroomError } from '@/lib/core/errors'
import { log, maskAddresses } from '@/lib/core/log'
import { pool, type Queryable, transaction } from '@/lib/db/pool'
import { queryOne } from '@/lib/db/sql'
import { notify } from '@/lib/pipeline/events'
import { count } from '@/lib/pipeline/states'
import { channelConfig } from './channels/config'
import { payload } from './notice'
import { BusyError } from './send/post-json'
import { type SealedChannel, send } from './send/send'

/** From the first retry on the wait doubles up to the longest; a message older than a day is given up. */
const FIRST_WAIT_MS = 10_000
const LONGEST_WAIT_MS = 15 * 60_000
export const GIVE_UP_MS = 24 * 3_600_000

const due = z
  .object({
    id: count,
    messageId: z.string(),
    createdAt: z.date(),
    attempts: z.number(),
    payload,
    channelId: count,
    kind: z.string(),
    config: z.looseObject({}),
    secret: z.string().nullable(),
  })
  .transform(({ channelId, kind, config, secret, ...rest }) => ({
    ...rest,
    channel: { ...channelConfig.parse({ ...config, kind }), id: channelId, secret } satisfies SealedChannel,
  }))
type Due = z.infer<typeof due>

export interface DeliverOptions {
  clock?: () => Date
  random?: () => number
  from?: pg.Pool
  /** Stops; a message that is under way is broken off and stays due. */
  signal?: AbortSignal
}

/**
 * Sends what is due in the outbox. The row stays locked while its message is under way, so no two workers
 * send the same one, and the lock of a killed worker is gone at once. What a worker sent and could not
 * note any more is sent again, with the same message id.
 * @returns how many messages were tried
 */
export async function deliverDue(options: DeliverOptions = {}): Promise<number> {
  const { from = pool(), signal } = options
  for (let tried = 0; ; tried++) {
    if (signal?.aborted) return tried
    const found = await transaction((db) => deliverOne(db, options), from)
    if (!found) return tried
  }
}

async function deliverOne(
  db: Queryable,
  { clock = () => new Date(), random = Math.random, signal }: DeliverOptions,
) {
  const delivery = await queryOne(
    due,
    `select d.id, d.message_id as "messageId", d.created_at as "createdAt", d.attempts, d.payload,
       c.id as "channelId", c.kind, c.config, c.secret
     from pipeline.alert_deliveries d join pipeline.alert_channels c on c.id = d.channel_id
     where d.status = 'pending' and d.next_attempt_at <= $1
     order by d.next_attempt_at, d.id limit 1 for update of d skip locked`,
    [clock()],
    db,
  )
  if (!delivery) return false
  try {
    const { messageId: id, createdAt } = delivery
    const answer = await send(
      delivery.channel,
      { id, createdAt, payload: delivery.payload },
      { clock, signal },
    )
    await db.query(
      `update pipeline.alert_deliveries set status = 'sent', attempts = attempts + 1, sent_at = $2, answer = $3,
         last_error = null where id = $1`,
      [delivery.id, clock(), answer.slice(0, 500)],
    )
    log.info({ deliveryId: delivery.id, channelId: delivery.channel.id }, 'alert message sent')
  } catch (error) {
    if (signal?.aborted) throw error
    await noteFailure(delivery, error, clock(), random, db)
  }
  await notify({ type: 'alerts' }, db)
  return true
}

async function noteFailure(delivery: Due, error: unknown, now: Date, random: () => number, db: Queryable) {
  const wait = waitAfter(error, delivery.attempts + 1, random)
  const next = new Date(now.getTime() + wait)
  const givenUp = error instanceof ContractError || next.getTime() - delivery.createdAt.getTime() > GIVE_UP_MS
  // A receiver that was not even asked has not failed once more, and why it failed is known.
  const notAsked = error instanceof CircuitOpenError
  await db.query(
    `update pipeline.alert_deliveries set status = $2, attempts = attempts + $3, next_attempt_at = $4, last_error = case when $6 then coalesce(last_error, $5) else $5 end
     where id = $1`,
    [delivery.id, givenUp ? 'failed' : 'pending', notAsked ? 0 : 1, next, sayError(error), notAsked],
  )
  log.warn(
    { err: error, deliveryId: delivery.id, channelId: delivery.channel.id, again: givenUp ? null : next },
    'an alert message was not sent',
  )
}

/** How long to wait after the nth failure: doubling, with a fifth of jitter either way. */
export function waitAfter(error: unknown, failures: number, random: () => number): number {
  if (error instanceof BusyError) return error.retryAfterMs
  const plain = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 20))
  return Math.round(plain * (0.8 + 0.4 * random()))
}

/** An error as the page shows it; never an address with a password in it. */
export function sayError(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  const message = /[.!?]$/.test(said) ? said : `${said}.`
  const toDo = error instanceof StoreroomError && error.whatToDo ? ` ${error.whatToDo}` : ''
  return maskAddresses(`${message}${toDo}`).slice(0, 1_000)
}
