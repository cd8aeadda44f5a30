import { type NextRequest, NextResponse } from 'next/server'
import { auth } from '@/lib/auth/auth'
import { hasApiToken } from '@/lib/auth/caller'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'

/**
 * Every request passes here before it is routed: without a session (or, for the API, the bearer
 * token) only health, sign-in and better-auth's own routes answer. Layouts are not asked again when
 * a reader moves between pages, so this is where the session is checked, and where it is prolonged.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { pathname, search } = request.nextUrl
  const isApi = pathname.startsWith('/api/')
  if (isApi && request.headers.has('authorization')) {
    return hasApiToken(request.headers) ? NextResponse.next() : refused()
  }
  if (request.cookies.getAll().some(({ name }) => name.includes('storeroom.session_token'))) {
    const session = await sessionOf(request)
    if (session === 'unknown') return unavailable(request, isApi)
    if (session) return keepingCookies(session)
  }
  if (isApi) return refused()
  const signIn = new URL('/sign-in', request.url)
  if (pathname !== '/') signIn.searchParams.set('next', `${pathname}${search}`)
  return NextResponse.redirect(signIn)
}

export const config = {
  matcher: [
    // The upload checks its caller itself: a request that passes a proxy is buffered, and cut at 10 MB. The page
    // that stands in while sessions cannot be checked must not be held up for its session.
    '/((?!api/health$|api/auth/|api/pipeline/upload$|sign-in$|unavailable$|_next/|favicon\\.(?:ico|svg)$|robots\\.txt$).*)',
  ],
}

/** The headers to answer with for a valid session, null without one, unknown when nobody could tell. */
async function sessionOf(request: NextRequest): Promise<Headers | null | 'unknown'> {
  try {
    const { api } = await auth(request.headers, request.url)
    const { headers, response } = await api.getSession({ headers: request.headers, returnHeaders: true })
    return response ? headers : null
  } catch (error) {
    log.error({ err: error }, 'a session could not be checked')
    return 'unknown'
  }
}

function keepingCookies(headers: Headers): NextResponse {
  const response = NextResponse.next()
  for (const cookie of headers.getSetCookie()) response.headers.append('set-cookie', cookie)
  return response
}

function refused(): NextResponse {
  return NextResponse.json(
    {
      error: {
        code: 'not_signed_in',
        message: 'Nobody is signed in.',
        whatToDo: 'Sign in at /sign-in, or send the header "Authorization: Bearer <API_TOKEN>".',
      },
    },
    { status: 401 },
  )
}

/** Nobody is let in while nobody can be told apart; a redirect to a sign-in that cannot work would mislead. */
async function unavailable(request: NextRequest, isApi: boolean): Promise<NextResponse> {
  if (!isApi) return standIn(request)
  const message = 'The database does not answer, so nobody can be told apart.'
  const whatToDo = 'Try again in a moment; the server’s log has the reason.'
  return NextResponse.json({ error: { code: 'database_unavailable', message, whatToDo } }, { status: 503 })
}

/** The page that says so. It is fetched, because a page that is rewritten to answers with a status of its own: 200. */
async function standIn(request: NextRequest): Promise<NextResponse> {
  try {
    const url = `http://127.0.0.1:${env().port}/unavailable`
    const page = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '5',
    }
    if (page.ok) return new NextResponse(page.body, { status: 503, headers })
  } catch (error) {
    log.debug({ err: error }, 'the page that stands in could not be fetched')
  }
  // From nextUrl: an URL of another address than the server's own would be fetched over the network.
  const page = request.nextUrl.clone()
  page.pathname = '/unavailable'
  return NextResponse.rewrite(page, { status: 503 })
}
