import { createTransport } from 'nodemailer'
import { ContractError, ServiceError } from '@/lib/core/errors'
import { maskAddresses } from '@/lib/core/log'
import type { Message } from '../notice'
import { footnote, headline, linkOf, subjectOf, TEST_TEXT, type WordsOptions } from './words'

export interface MailSettings {
  smtpUrl: string | undefined
  from: string
}

/**
 * Sends a message by SMTP. Its Message-ID is made of the message's id, so mail programs show one that came
 * twice once.
 * @returns what the server said
 * @throws ServiceError when trying again may help, ContractError when it will not
 */
export async function sendEmail(
  to: string[],
  message: Message,
  settings: MailSettings,
  options: WordsOptions,
  signal: AbortSignal,
): Promise<string> {
  if (!settings.smtpUrl)
    throw new ServiceError('no_mail_server', 'SMTP_URL is not set, so no e-mail can be sent.', {
      whatToDo: 'Set SMTP_URL (and ALERT_FROM) where Storeroom starts, and start it again.',
    })
  const transport = createTransport({
    url: settings.smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 15_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    const info = await transport.sendMail({
      from: settings.from,
      to,
      subject: `[Storeroom] ${subjectOf(message)}`,
      text: mailText(message, options),
      html: mailHtml(message, options),
      date: message.createdAt,
      messageId: `<${message.id}@storeroom>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Storeroom-Delivery': message.id },
      signal,
    })
    const refused = info.rejected.length > 0 ? `; refused for ${info.rejected.map(String).join(', ')}` : ''
    return `${info.response}${refused}`
  } catch (error) {
    if (signal.aborted) throw error
    throw classified(error)
  } finally {
    transport.close()
  }
}

/** 5xx is the server's last word, but for a wrong password: that is mended in the settings. */
function classified(error: unknown): Error {
  const text = maskAddresses(error instanceof Error ? error.message : String(error))
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  const status: unknown = error instanceof Error ? Reflect.get(error, 'responseCode') : undefined
  if (typeof status === 'number' && status >= 500 && code !== 'EAUTH')
    return new ContractError('refused', `The mail server refused the message: ${text}`, {
      whatToDo: 'Correct the addresses of the channel or ALERT_FROM, then send the message again.',
    })
  return new ServiceError('mail_failed', `The mail server did not take the message: ${text}`, {
    whatToDo: 'Check SMTP_URL and that the mail server runs.',
  })
}

/** The message as plain text. */
export function mailText(message: Message, options: WordsOptions): string {
  const { payload } = message
  if (payload.type === 'test')
    return `${TEST_TEXT}\n\nAsked for by ${payload.requestedBy}.\n${options.publicUrl}/alerts\n`
  return payload.notices
    .map((notice) =>
      [headline(notice), notice.message, linkOf(notice, options), footnote(notice, options)].join('\n'),
    )
    .join('\n\n')
    .concat(`\n\n${options.publicUrl}/alerts\n`)
}

/** The same as HTML: plain tables, as mail programs read it. */
export function mailHtml(message: Message, options: WordsOptions): string {
  const { payload } = message
  const body =
    payload.type === 'test'
      ? `<p>${TEST_TEXT}</p>`
      : payload.notices
          .map((notice) => {
            const color =
              notice.event === 'resolved' ? '#15803d' : notice.severity === 'critical' ? '#b4232c' : '#a15c07'
            return `<div style="border-left:4px solid ${color};padding:2px 0 2px 12px;margin:0 0 20px">
<p style="margin:0 0 4px;font-weight:600"><a href="${escaped(linkOf(notice, options))}" style="color:#1b1c1e">${escaped(headline(notice))}</a></p>
<p style="margin:0 0 4px;white-space:pre-line">${escaped(notice.message)}</p>
<p style="margin:0;color:#686b72;font-size:12px">${escaped(footnote(notice, options))}</p>
</div>`
          })
          .join('\n')
  return `<div style="font:14px/1.45 system-ui,sans-serif;color:#1b1c1e">
${body}
<p style="color:#686b72;font-size:12px"><a href="${escaped(options.publicUrl)}/alerts" style="color:#0f766e">All alerts</a></p>
</div>`
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
