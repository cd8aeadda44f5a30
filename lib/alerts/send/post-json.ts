import { ContractError, ServiceError } from '@/lib/core/errors'

/** How much of an answer is read, for the history of deliveries. */
const ANSWER_CHARACTERS = 200

/** What may be different in a moment although the receiver said no. */
const PASSING = new Set([408, 409, 421, 423, 425, 429])

/** The receiver asks to be left alone for a while. */
export class BusyError extends ServiceError {
  constructor(
    message: string,
    readonly retryAfterMs: number,
  ) {
    super('receiver_busy', message)
  }
}

/**
 * Posts JSON to a webhook. Redirects are not followed: the message goes where the admin said or nowhere.
 * @returns what the receiver said, `200 OK`
 * @throws ServiceError when trying again may help, ContractError when it will not. Neither names the address,
 *   which may hold a token, but only its host.
 */
export async function postJson(
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<string> {
  const { host, protocol } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new ContractError('bad_address', 'The address does not begin with https:// or http://.')
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Storeroom', ...headers },
      body,
      signal,
      cache: 'no-store',
    })
  } catch (error) {
    if (signal.aborted) throw error
    throw new ServiceError('unreachable', `${host} cannot be reached: ${reasonOf(error)}.`, {
      whatToDo: 'Check that it runs and that this machine may reach it.',
    })
  }
  const said = `${response.status} ${response.statusText}`.trim()
  const text = await beginningOf(response)
  if (response.ok) return said
  if (response.status >= 300 && response.status < 400)
    throw new ContractError('redirected', `${host} answered ${said}: it wants the message elsewhere.`, {
      whatToDo: 'Redirects are not followed. Enter the address it names, if it is to be trusted.',
    })
  const message = `${host} answered ${said}${text ? `: ${text}` : ''}`
  const wait = Number(response.headers.get('retry-after'))
  if (PASSING.has(response.status) && wait > 0) throw new BusyError(message, Math.min(wait, 3_600) * 1000)
  if (PASSING.has(response.status) || response.status >= 500)
    throw new ServiceError('receiver_failed', message)
  throw new ContractError('refused', message, {
    whatToDo: 'It will refuse it again: correct the channel, then send the message again.',
  })
}

async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  if (!reader) return ''
  let text = ''
  const decoder = new TextDecoder()
  try {
    while (text.length < ANSWER_CHARACTERS) {
      const { done, value } = await reader.read()
      if (done) break
      text += decoder.decode(value, { stream: true })
    }
    await reader.cancel()
  } catch {
    // The status has come; the rest of the answer is only for people.
  }
  return text.slice(0, ANSWER_CHARACTERS).replace(/\s+/g, ' ').trim()
}

/** fetch says only “fetch failed”; its cause says why. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code: unknown = cause instanceof Error ? Reflect.get(cause, 'code') : undefined
  return typeof code === 'string' ? code : 'the connection failed'
}
