import type { Message } from '../notice'
import { linkOf, subjectOf, TEST_TEXT, type WordsOptions } from './words'

/**
 * The body of the generic webhook. `id` is the same on every attempt of one message. `alerts` is empty in a
 * test; of each alert `event` says what happened to it.
 */
export function webhookBody(message: Message, options: WordsOptions): string {
  const { payload } = message
  return JSON.stringify({
    id: message.id,
    type: payload.type,
    createdAt: message.createdAt.toISOString(),
    summary: payload.type === 'test' ? TEST_TEXT : subjectOf(message),
    storeroom: options.publicUrl,
    alerts:
      payload.type === 'test'
        ? []
        : payload.notices.map((notice) => ({
            id: notice.alertId,
            event: notice.event,
            rule: notice.rule,
            subject: notice.subject,
            severity: notice.severity,
            title: notice.title,
            message: notice.message,
            count: notice.count,
            raisedAt: notice.raisedAt,
            resolvedAt: notice.resolvedAt,
            run: notice.runId,
            url: linkOf(notice, options),
          })),
  })
}
