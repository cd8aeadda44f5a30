import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { prisma } from '@/lib/db/prisma'
import { isSecure, ownOrigins } from './origin'
import { accountKey, consume, SIGN_IN_PER_ACCOUNT, SIGN_IN_PER_ADDRESS } from './rate-limit'
import { storedSecret } from './secret'

export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 128

const SESSION_DAYS = 14

function build(secret: string, secure: boolean) {
  return betterAuth({
    appName: 'Storeroom',
    // Only its path matters: the origin is checked per request, whatever name we are reached by.
    baseURL: `${secure ? 'https' : 'http'}://storeroom.internal`,
    basePath: '/api/auth',
    secret,
    database: prismaAdapter(prisma(), { provider: 'postgresql', transaction: true }),
    trustedOrigins: (request) => (request ? ownOrigins(request.headers) : []),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
    },
    user: { additionalFields: { role: { type: 'string', defaultValue: 'viewer', input: false } } },
    session: { expiresIn: SESSION_DAYS * 86_400, updateAge: 86_400 },
    disabledPaths: [
      '/sign-up/email',
      '/update-user',
      '/change-email',
      '/delete-user',
      '/request-password-reset',
    ],
    rateLimit: {
      enabled: true,
      window: 60,
      max: 300,
      customRules: { '/sign-in/email': SIGN_IN_PER_ADDRESS, '/get-session': false },
      customStorage: { consume: (key, rule) => consume(key, rule) },
    },
    hooks: { before: createAuthMiddleware(limitPerAccount) },
    advanced: {
      cookiePrefix: 'storeroom',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure },
      // Said aloud because better-auth leaves both checks out when NODE_ENV is test.
      disableCSRFCheck: false,
      disableOriginCheck: false,
    },
    telemetry: { enabled: false },
    logger: {
      level: 'warn',
      log: (level, message, ...details) =>
        log[level === 'error' ? 'error' : 'warn']({ details }, `sign-in: ${message}`),
    },
  })
}

/** Changing the address does not buy more guesses at one account. */
const limitPerAccount: Parameters<typeof createAuthMiddleware>[0] = async (ctx) => {
  if (ctx.path !== '/sign-in/email') return
  const email: unknown = ctx.body?.email
  if (typeof email !== 'string') return
  const { allowed, retryAfter } = await consume(accountKey(email), SIGN_IN_PER_ACCOUNT)
  if (allowed) return
  throw new APIError(
    'TOO_MANY_REQUESTS',
    { message: 'Too many attempts on this account.' },
    { 'X-Retry-After': String(retryAfter) },
  )
}

export type Auth = ReturnType<typeof build>

const holder = globalThis as typeof globalThis & {
  storeroomAuth?: { secure: Promise<Auth>; plain: Promise<Auth> }
}

async function make(secure: boolean): Promise<Auth> {
  return build(env().authSecret ?? (await storedSecret(env().home)), secure)
}

/**
 * better-auth for one way of being reached. Over https the cookies are Secure; over plain http
 * (a shop's own network) a browser would drop such cookies, so there they are not.
 */
export function auth(headers: Headers, url?: string): Promise<Auth> {
  holder.storeroomAuth ??= { secure: make(true), plain: make(false) }
  return isSecure(headers, url) ? holder.storeroomAuth.secure : holder.storeroomAuth.plain
}

/** Forgets the instances, for tests that change the database. */
export function resetAuth(): void {
  holder.storeroomAuth = undefined
}
