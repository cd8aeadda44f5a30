import { z } from 'zod'

const url = z
  .string()
  .trim()
  .max(2_000)
  .refine((text) => {
    if (!URL.canParse(text)) return false
    const { protocol, username, password } = new URL(text)
    return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
  }, 'must be an address that begins with https:// or http://, without a user name in it')

const signingSecret = z
  .string()
  .trim()
  .min(16, 'must have at least 16 characters')
  .max(200)
  .refine((text) => /^[\x21-\x7e]+$/.test(text), 'must be letters, digits and signs without blanks')

const to = z.array(z.email('must be an e-mail address')).min(1, 'name at least one address').max(20)
const name = z.string().trim().min(1, 'must be named').max(80)

/** What an admin sends to add a channel. */
export const channelInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('email'), name, to }),
  /** A Slack incoming webhook or what takes the same (Mattermost, Rocket.Chat, Discord with /slack). */
  z.object({ kind: z.literal('slack'), name, url }),
  /** JSON by POST, signed; without a secret one is made and shown once. */
  z.object({ kind: z.literal('webhook'), name, url, signingSecret: signingSecret.optional() }),
])
export type ChannelInput = z.infer<typeof channelInput>
export type ChannelKind = ChannelInput['kind']

/** What may be changed of a channel; what is left out stays, secrets too. */
export const channelChange = z
  .object({ name, to, url, signingSecret, newSigningSecret: z.literal(true) })
  .partial()
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'Name what to change.')
export type ChannelChange = z.infer<typeof channelChange>

/** What of a channel may be shown, as stored. */
export const channelConfig = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('email'), to: z.array(z.string()) }),
  z.object({ kind: z.literal('slack'), host: z.string() }),
  z.object({ kind: z.literal('webhook'), host: z.string() }),
])
export type ChannelConfig = z.infer<typeof channelConfig>

/** What is never shown again: the whole address (it often holds a token) and the signing secret. */
export const channelSecret = z.object({ url: z.string(), signingSecret: z.string().optional() })
export type ChannelSecret = z.infer<typeof channelSecret>
