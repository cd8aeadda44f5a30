import { z } from 'zod'
import { SEVERITIES } from './verdict'

/** What happened to an alert, as a message tells it: the state at that moment, kept with the message. */
export const notice = z.object({
  alertId: z.number(),
  event: z.enum(['raised', 'repeated', 'resolved']),
  rule: z.object({ id: z.number(), name: z.string(), kind: z.string() }),
  subject: z.string(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  message: z.string(),
  /** How often it has occurred since it was raised. */
  count: z.number(),
  raisedAt: z.string(),
  resolvedAt: z.string().nullable(),
  runId: z.number().nullable(),
  /** Page that shows more, below PUBLIC_URL. */
  path: z.string(),
})
export type Notice = z.infer<typeof notice>

/** The content of one message. */
export const payload = z.discriminatedUnion('type', [
  z.object({ type: z.literal('alerts'), notices: z.array(notice).min(1) }),
  z.object({ type: z.literal('test'), requestedBy: z.string() }),
])
export type Payload = z.infer<typeof payload>

/** An outbox row as it is sent. */
export interface Message {
  /** The same on every attempt. */
  id: string
  createdAt: Date
  payload: Payload
}
