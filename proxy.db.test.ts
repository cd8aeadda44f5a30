import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { closePrisma, prisma } from '@/lib/db/prisma'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { ORIGIN, signedIn } from '@/tests/helpers/signed-in'
import { config, proxy } from './proxy'

const TOKEN = 'a token of some length'
let db: TestDatabase
let home: string
let viewer: string

beforeAll(async () => {
  db = await testDatabase()
  home = await mkdtemp(join(tmpdir(), 'storeroom-proxy-'))
  Object.assign(process.env, { DATABASE_URL: db.url, STOREROOM_HOME: home, API_TOKEN: TOKEN })
  viewer = await signedIn('viewer@shop.example', 'viewer')
})
afterAll(async () => {
  await closePrisma()
  await closePool()
  await db.close()
  await rm(home, { recursive: true, force: true })
})

const ask = (path: string, headers: Record<string, string> = {}) =>
  proxy(new NextRequest(`${ORIGIN}${path}`, { headers: { host: 'shop.example', ...headers } }))
const passes = (response: Response) => response.headers.get('x-middleware-next') === '1'

describe('without a session', () => {
  it('sends a page’s reader to sign in and back to the page', async () => {
    const response = await ask('/revenue?from=2026-01-01')
    expect(response.status).toBe(307)
    expect(response.headers.get('location')).toBe(`${ORIGIN}/sign-in?next=%2Frevenue%3Ffrom%3D2026-01-01`)
  })

  it('answers 401 to the API, also for a wrong token or a cookie that is none', async () => {
    expect((await ask('/api/query')).status).toBe(401)
    expect((await ask('/api/query', { authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await ask('/api/query', { cookie: 'storeroom.session_token=made.up' })).status).toBe(401)
  })

  it('does not let a token open a page', async () => {
    expect((await ask('/revenue', { authorization: `Bearer ${TOKEN}` })).status).toBe(307)
  })
})

describe('with one', () => {
  it('lets pages and the API pass', async () => {
    expect(passes(await ask('/revenue', { cookie: viewer }))).toBe(true)
    expect(passes(await ask('/api/query', { cookie: viewer }))).toBe(true)
  })

  it('lets the token pass to the API', async () => {
    expect(passes(await ask('/api/query', { authorization: `Bearer ${TOKEN}` }))).toBe(true)
  })

  it('prolongs a session that is more than a day old', async () => {
    await prisma().session.updateMany({ data: { expiresAt: new Date(Date.now() + 5 * 86_400_000) } })
    const response = await ask('/revenue', { cookie: viewer })
    expect(response.headers.getSetCookie()[0]).toMatch(/^storeroom\.session_token=/)
  })

  it('lets nobody pass whose session has run out', async () => {
    const cookie = await signedIn('late@shop.example', 'admin')
    await prisma().session.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } })
    expect((await ask('/revenue', { cookie })).status).toBe(307)
  })

  it('lets nobody pass while sessions cannot be checked', async () => {
    const cookie = await signedIn('down@shop.example', 'admin')
    await prisma().$executeRawUnsafe('alter table auth.sessions rename to sessions_away')
    try {
      expect((await ask('/revenue', { cookie })).status).toBe(503)
      expect((await ask('/api/query', { cookie })).status).toBe(503)
    } finally {
      await prisma().$executeRawUnsafe('alter table auth.sessions_away rename to sessions')
    }
  })
})

describe('which requests it sees', () => {
  const seen = (path: string) => config.matcher.some((pattern) => new RegExp(`^${pattern}$`).test(path))

  it.each([
    '/',
    '/revenue',
    '/api/query',
    '/api/metrics',
    '/api/pipeline/runs',
    '/sign-in/x',
    '/api/healthy',
  ])('%s', (path) => {
    expect(seen(path)).toBe(true)
  })

  it.each([
    '/api/health',
    '/sign-in',
    '/unavailable',
    '/api/auth/sign-in/email',
    '/_next/static/x.js',
    '/favicon.svg',
  ])('not %s', (path) => {
    expect(seen(path)).toBe(false)
  })
})
