import { formatTimestamp } from '@/lib/core/format'
import type { Message, Notice } from '../notice'

export interface WordsOptions {
  /** PUBLIC_URL */
  publicUrl: string
  timeZone: string
}

const MARK = { raised: '', repeated: 'Again: ', resolved: 'Recovered: ' } as const

/** `Recovered: Run 43 failed in load` */
export function headline(notice: Notice): string {
  return `${MARK[notice.event]}${notice.title}`
}

/** What a message is about in one line: the one alert, or how many. */
export function subjectOf({ payload }: Message): string {
  if (payload.type === 'test') return 'Test message'
  const [first, ...others] = payload.notices
  if (!first) return 'Alerts'
  return others.length === 0 ? headline(first) : `${headline(first)} and ${others.length} more`
}

/** Where, when and how often, as one line. */
export function footnote(notice: Notice, { timeZone }: Pick<WordsOptions, 'timeZone'>): string {
  const at = (iso: string) => formatTimestamp(iso, timeZone)
  const times = notice.count > 1 ? `${notice.count} times since ${at(notice.raisedAt)}` : at(notice.raisedAt)
  const over = notice.resolvedAt ? `, over ${at(notice.resolvedAt)}` : ''
  return `Rule “${notice.rule.name}” · ${times}${over} (${timeZone})`
}

export const linkOf = (notice: Notice, { publicUrl }: Pick<WordsOptions, 'publicUrl'>) =>
  `${publicUrl}${notice.path}`

/** Said by a test message. */
export const TEST_TEXT = 'If you read this, alerts of Storeroom reach this channel.'
