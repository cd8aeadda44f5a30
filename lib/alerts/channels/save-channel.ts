import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { transaction } from '@/lib/db/pool'
import { queryOne } from '@/lib/db/sql'
import { notify } from '@/lib/pipeline/events'
import { count } from '@/lib/pipeline/states'
import { AlertError, nameTaken } from '../alert-error'
import {
  type ChannelChange,
  type ChannelConfig,
  type ChannelInput,
  type ChannelSecret,
  channelConfig,
  channelSecret,
} from './config'
import { seal, sealKey, unseal } from './seal'

/** `signingSecret` is there when one was made just now: the only time it is shown. */
export interface SavedChannel {
  id: number
  signingSecret?: string
}

const makeSecret = () => `whsec_${randomBytes(24).toString('base64url')}`

/** Adds a channel. @throws AlertError when the name is taken */
export async function addChannel(input: ChannelInput): Promise<SavedChannel> {
  const made = input.kind === 'webhook' && !input.signingSecret ? makeSecret() : undefined
  const secret = secretOf(input, made)
  const { kind, ...config } = shownOf(input)
  const row = await queryOne(
    z.object({ id: count }),
    `insert into pipeline.alert_channels (name, kind, config, secret) values ($1, $2, $3, $4) returning id`,
    [input.name, kind, JSON.stringify(config), secret && seal(JSON.stringify(secret), await sealKey())],
  ).catch((error: unknown) => {
    throw nameTaken(error, 'channel', input.name)
  })
  await notify({ type: 'alerts' })
  return { id: row?.id ?? 0, ...(made ? { signingSecret: made } : {}) }
}

function secretOf(input: ChannelInput, made: string | undefined): ChannelSecret | null {
  if (input.kind === 'email') return null
  if (input.kind === 'slack') return { url: input.url }
  return { url: input.url, signingSecret: input.signingSecret ?? made }
}

function shownOf(input: ChannelInput): ChannelConfig {
  if (input.kind === 'email') return { kind: 'email', to: input.to }
  return { kind: input.kind, host: new URL(input.url).host }
}

const stored = z
  .object({ kind: z.string(), config: z.looseObject({}), secret: z.string().nullable() })
  .transform(({ kind, config, secret }) => ({ secret, ...channelConfig.parse({ ...config, kind }) }))

/** Changes what is named; undefined when there is no such channel. @throws AlertError when the name is taken */
export async function changeChannel(id: number, change: ChannelChange): Promise<SavedChannel | undefined> {
  const key = await sealKey()
  return transaction(async (db) => {
    const now = await queryOne(
      stored,
      'select kind, config, secret from pipeline.alert_channels where id = $1 for update',
      [id],
      db,
    )
    if (!now) return undefined
    refuseForeign(now.kind, change)
    const made = change.newSigningSecret ? makeSecret() : undefined
    const config =
      now.kind === 'email'
        ? { to: change.to ?? now.to }
        : { host: change.url ? new URL(change.url).host : now.host }
    await db
      .query(
        `update pipeline.alert_channels set name = coalesce($2, name), config = $3, secret = $4, updated_at = now()
         where id = $1`,
        [id, change.name ?? null, JSON.stringify(config), changedSecret(now, change, made, key)],
      )
      .catch((error: unknown) => {
        throw nameTaken(error, 'channel', change.name ?? '')
      })
    await notify({ type: 'alerts' }, db)
    return { id, ...(made ? { signingSecret: made } : {}) }
  })
}

/** Deletes a channel; rules stop telling it and what waits for it is given up. @returns whether there was one */
export async function deleteChannel(id: number): Promise<boolean> {
  return transaction(async (db) => {
    await db.query(
      `update pipeline.alert_deliveries set status = 'failed', last_error = 'The channel was deleted.'
       where channel_id = $1 and status = 'pending'`,
      [id],
    )
    await db.query(
      'update pipeline.alert_rules set channel_ids = array_remove(channel_ids, $1::bigint) where $1 = any(channel_ids)',
      [id],
    )
    const deleted = await db.query('delete from pipeline.alert_channels where id = $1', [id])
    await notify({ type: 'alerts' }, db)
    return deleted.rowCount === 1
  })
}

/** With everything new nothing old need be readable: that is how a lost key is mended. */
function changedSecret(
  now: { kind: ChannelConfig['kind']; secret: string | null },
  change: ChannelChange,
  made: string | undefined,
  key: Buffer,
): string | null {
  const given = made ?? change.signingSecret
  if (now.kind === 'email' || (!change.url && !given)) return now.secret
  const whole = change.url !== undefined && (now.kind === 'slack' || given !== undefined)
  const before = whole || !now.secret ? { url: '' } : channelSecret.parse(JSON.parse(unseal(now.secret, key)))
  const next: ChannelSecret = { ...before, ...(change.url ? { url: change.url } : {}) }
  if (given) next.signingSecret = given
  return seal(JSON.stringify(next), key)
}

function refuseForeign(kind: ChannelConfig['kind'], change: ChannelChange): void {
  const foreign =
    (kind !== 'email' && change.to && 'to') ||
    (kind === 'email' && change.url && 'url') ||
    (kind !== 'webhook' && (change.signingSecret || change.newSigningSecret) && 'signingSecret')
  if (foreign)
    throw new AlertError('foreign_setting', `A channel of kind ${kind} has no ${foreign}.`, {
      whatToDo: 'Leave it out, or add a channel of the other kind.',
    })
}
