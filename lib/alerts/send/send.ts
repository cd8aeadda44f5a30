import { env } from '@/lib/core/env'
import { InternalError } from '@/lib/core/errors'
import { guarded } from '@/lib/resilience/guarded'
import { type ChannelConfig, channelSecret } from '../channels/config'
import { sealKey, unseal } from '../channels/seal'
import type { Message } from '../notice'
import { sendEmail } from './email'
import { postJson } from './post-json'
import { SIGNATURE_HEADER, signature } from './signature'
import { slackBody } from './slack'
import { webhookBody } from './webhook'

/** A channel with its secret still encrypted. */
export type SealedChannel = ChannelConfig & { id: number; secret: string | null }

const TIMEOUT_MS = 15_000

/**
 * Sends one message once, guarded: a receiver that failed five times in a row is left alone for half a minute.
 * @returns what the receiver said
 * @throws ContractError when it will not be taken, whatever else when it may be later
 */
export async function send(
  channel: SealedChannel,
  message: Message,
  { clock = () => new Date(), signal }: { clock?: () => Date; signal?: AbortSignal } = {},
): Promise<string> {
  const { publicUrl, storeTimezone, smtpUrl, alertFrom } = env()
  const options = { publicUrl, timeZone: storeTimezone }
  if (channel.kind === 'email') {
    return guarded(
      'smtp',
      (until) => sendEmail(channel.to, message, { smtpUrl, from: alertFrom }, options, until),
      { timeoutMs: 2 * TIMEOUT_MS, signal },
    )
  }
  const { url, signingSecret } = await secretOf(channel)
  const body = channel.kind === 'slack' ? slackBody(message, options) : webhookBody(message, options)
  const headers: Record<string, string> = {
    'Idempotency-Key': message.id,
    'X-Storeroom-Delivery': message.id,
  }
  if (signingSecret) headers[SIGNATURE_HEADER] = signature(body, signingSecret, clock())
  return guarded(`webhook:${channel.id}`, (until) => postJson(url, body, headers, until), {
    timeoutMs: TIMEOUT_MS,
    signal,
  })
}

async function secretOf({ id, secret }: SealedChannel) {
  if (!secret) throw new InternalError('no_address', `Channel ${id} has no address stored.`)
  return channelSecret.parse(JSON.parse(unseal(secret, await sealKey())))
}
