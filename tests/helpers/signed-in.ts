import { addAccount } from '@/lib/auth/accounts'
import { auth } from '@/lib/auth/auth'
import type { Role } from '@/lib/auth/read-session'

/** Where test requests pretend to be sent. */
export const ORIGIN = 'http://shop.example'

let addresses = 0

/** Signs in through better-auth's own route; every call comes from an address of its own. */
export async function signIn(
  email: string,
  password: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  addresses += 1
  const request = new Request(`${ORIGIN}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: {
      host: 'shop.example',
      origin: ORIGIN,
      'content-type': 'application/json',
      'x-forwarded-for': `10.0.${addresses >> 8}.${addresses & 255}`,
      ...headers,
    },
    body: JSON.stringify({ email, password }),
  })
  const { handler } = await auth(request.headers, request.url)
  return await handler(request)
}

/** The Cookie header a browser would send after a response. */
export function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** Makes an account with a role and signs it in. */
export async function signedIn(email: string, role: Role): Promise<string> {
  const { password } = await addAccount(email, role)
  const response = await signIn(email, password ?? '')
  if (!response.ok) throw new Error(`sign-in answered ${response.status}`)
  return cookieOf(response)
}

/** A request as a browser on our own page sends it; pass headers to make it something else. */
export function requestOf(
  path: string,
  init: RequestInit & { cookie?: string; token?: string } = {},
): Request {
  const { cookie, token, ...rest } = init
  const headers = new Headers({ host: 'shop.example', origin: ORIGIN })
  if (cookie) headers.set('cookie', cookie)
  if (token) headers.set('authorization', `Bearer ${token}`)
  for (const [name, value] of new Headers(init.headers)) headers.set(name, value)
  return new Request(`${ORIGIN}${path}`, { ...rest, headers })
}
