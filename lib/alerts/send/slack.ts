import type { Message, Notice } from '../notice'
import { footnote, headline, linkOf, subjectOf, TEST_TEXT, type WordsOptions } from './words'

/** Slack takes at most 50 blocks; each alert needs two. */
const MOST = 20

/** Slack reads & < > as markup, also in text that is not meant so. */
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const ICON = { raised: ':red_circle:', repeated: ':red_circle:', resolved: ':large_green_circle:' } as const

/** The body Slack's incoming webhooks take: `text` for notifications, `blocks` to read. */
export function slackBody(message: Message, options: WordsOptions): string {
  const { payload } = message
  const text = escaped(`Storeroom: ${subjectOf(message)}`)
  if (payload.type === 'test') {
    return JSON.stringify({ text, blocks: [section(`:large_green_circle: *Test message*\n${TEST_TEXT}`)] })
  }
  const shown = payload.notices.slice(0, MOST)
  const blocks = shown.flatMap((notice) => [
    section(sectionText(notice, options)),
    { type: 'context', elements: [{ type: 'mrkdwn', text: escaped(footnote(notice, options)) }] },
  ])
  const rest = payload.notices.length - shown.length
  if (rest > 0) blocks.push(section(`<${options.publicUrl}/alerts|${rest} more>`))
  return JSON.stringify({ text, blocks })
}

function sectionText(notice: Notice, options: WordsOptions): string {
  const icon =
    notice.severity === 'warning' && notice.event !== 'resolved'
      ? ':large_yellow_circle:'
      : ICON[notice.event]
  const title = `${icon} *<${linkOf(notice, options)}|${escaped(headline(notice)).replaceAll('|', '/')}>*`
  return `${title}\n${escaped(notice.message)}`.slice(0, 2_900)
}

function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text } }
}
