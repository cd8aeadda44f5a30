import { createHash, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/core/env'
import { isSameOrigin } from './origin'
import { readSession, type SignedInUser } from './read-session'

/** Who calls the API: a person by session cookie, or a program by bearer token (may do all). */
export type ApiCaller = { kind: 'user'; user: SignedInUser } | { kind: 'token' }

/** Why a call is refused, with its HTTP status. */
export interface Refusal {
  status: 401 | 403
  code: 'not_signed_in' | 'wrong_token' | 'wrong_origin' | 'admin_only'
  message: string
  whatToDo: string
}

export type CallerResult = { ok: true; caller: ApiCaller } | { ok: false; refusal: Refusal }

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Decides whether a request may go on. A session cookie is only taken for a change when the
 * request comes from our own pages; a token is not sent by browsers by themselves, so needs no origin.
 */
export async function apiCaller(request: Request, needs: { admin?: boolean } = {}): Promise<CallerResult> {
  const bearer = bearerOf(request.headers)
  if (bearer !== undefined) {
    return isApiToken(bearer) ? { ok: true, caller: { kind: 'token' } } : { ok: false, refusal: wrongToken() }
  }
  const user = await readSession(request.headers, request.url)
  if (!user) return { ok: false, refusal: NOT_SIGNED_IN }
  if (!SAFE_METHODS.has(request.method) && !isSameOrigin(request.headers))
    return { ok: false, refusal: WRONG_ORIGIN }
  if (needs.admin && user.role !== 'admin') return { ok: false, refusal: ADMIN_ONLY }
  return { ok: true, caller: { kind: 'user', user } }
}

/** Whether a request carries the API token. */
export function hasApiToken(headers: Headers): boolean {
  const bearer = bearerOf(headers)
  return bearer !== undefined && isApiToken(bearer)
}

/** How a caller is named in a run's books. */
export function callerName(caller: ApiCaller): string {
  return caller.kind === 'user' ? caller.user.email : 'API token'
}

function bearerOf(headers: Headers): string | undefined {
  return /^Bearer\s+(.+)$/i.exec(headers.get('authorization') ?? '')?.[1]
}

/** Digests have one length, so the comparison takes the same time for every guess. */
function isApiToken(given: string): boolean {
  const { apiToken } = env()
  if (!apiToken) return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(apiToken))
}

const NOT_SIGNED_IN: Refusal = {
  status: 401,
  code: 'not_signed_in',
  message: 'Nobody is signed in.',
  whatToDo: 'Sign in at /sign-in, or send the header "Authorization: Bearer <API_TOKEN>".',
}

const WRONG_ORIGIN: Refusal = {
  status: 403,
  code: 'wrong_origin',
  message: 'The request does not come from one of Storeroom’s own pages.',
  whatToDo: 'Use the buttons of the pages; programs send the header "Authorization: Bearer <API_TOKEN>".',
}

const ADMIN_ONLY: Refusal = {
  status: 403,
  code: 'admin_only',
  message: 'Only an admin may do this.',
  whatToDo: 'Ask an admin, or have the role changed with `npm run admin -- add --email … --role admin`.',
}

function wrongToken(): Refusal {
  return {
    status: 401,
    code: 'wrong_token',
    message: env().apiToken ? 'The bearer token is not the API token.' : 'No API token is set up here.',
    whatToDo: 'Set API_TOKEN (at least 16 characters) where Storeroom starts, and send the same text.',
  }
}
