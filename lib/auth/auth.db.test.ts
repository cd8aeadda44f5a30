import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { closePrisma, prisma } from '@/lib/db/prisma'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { cookieOf, ORIGIN, signedIn, signIn } from '@/tests/helpers/signed-in'
import { addAccount, ensureFirstAdmin, generatePassword, listAccounts, resetPassword } from './accounts'
import { auth } from './auth'
import { consume, SIGN_IN_PER_ACCOUNT, SIGN_IN_PER_ADDRESS } from './rate-limit'
import { readSession } from './read-session'
import { storedSecret } from './secret'

let db: TestDatabase
let home: string

beforeAll(async () => {
  db = await testDatabase()
  home = await mkdtemp(join(tmpdir(), 'storeroom-auth-'))
  process.env.DATABASE_URL = db.url
  process.env.STOREROOM_HOME = home
  process.env.ADMIN_EMAIL = 'Owner@shop.example'
})
afterAll(async () => {
  await closePrisma()
  await closePool()
  await db.close()
  await rm(home, { recursive: true, force: true })
})

const sessionOf = (cookie: string) => readSession(new Headers({ cookie, host: 'shop.example' }))

describe('accounts', () => {
  it('makes the first admin once and tells its password that once', async () => {
    const first = await ensureFirstAdmin()
    expect(first).toEqual({
      email: 'owner@shop.example',
      password: expect.stringMatching(/^(\w{4}-){4}\w{4}$/),
    })
    expect(await ensureFirstAdmin()).toEqual({ email: 'owner@shop.example' })
    expect((await signIn('owner@shop.example', first.password ?? '')).status).toBe(200)
  })

  it('gives an account another role, but never takes the last admin away', async () => {
    const { password } = await addAccount('second@shop.example', 'viewer')
    expect(password).toBeDefined()
    expect(await addAccount('second@shop.example', 'admin')).toEqual({ email: 'second@shop.example' })
    await addAccount('second@shop.example', 'viewer')
    await expect(addAccount('owner@shop.example', 'viewer')).rejects.toMatchObject({ code: 'last_admin' })
  })

  it('ends the sessions of an account whose password is reset', async () => {
    const cookie = await signedIn('reset@shop.example', 'viewer')
    expect(await sessionOf(cookie)).toMatchObject({ email: 'reset@shop.example', role: 'viewer' })
    const { password } = await resetPassword('RESET@shop.example')
    expect(await sessionOf(cookie)).toBeNull()
    expect((await signIn('reset@shop.example', password)).status).toBe(200)
  })

  it('names the accounts there are when one is not', async () => {
    await expect(resetPassword('nobody@shop.example')).rejects.toMatchObject({
      code: 'no_such_account',
      whatToDo: expect.stringContaining('owner@shop.example'),
    })
    expect((await listAccounts()).map((account) => account.email)).toContain('owner@shop.example')
  })

  it('keeps only a hash of the password', async () => {
    const { password } = await addAccount('hash@shop.example', 'viewer')
    const stored = await prisma().account.findMany({ select: { password: true } })
    expect(JSON.stringify(stored)).not.toContain(password)
  })

  it('never makes the same password twice', () => {
    expect(new Set(Array.from({ length: 200 }, generatePassword)).size).toBe(200)
  })
})

describe('signing in', () => {
  it('sets a cookie that scripts cannot read and other sites cannot send', async () => {
    const { password } = await addAccount('cookie@shop.example', 'viewer')
    const [cookie] = (await signIn('cookie@shop.example', password ?? '')).headers.getSetCookie()
    expect(cookie).toMatch(/^storeroom\.session_token=.*HttpOnly; SameSite=Lax$/)
    expect(cookie).not.toContain('Secure')
    const overHttps = await signIn('cookie@shop.example', password ?? '', {
      'x-forwarded-proto': 'https',
      origin: 'https://shop.example',
    })
    expect(overHttps.headers.getSetCookie()[0]).toMatch(/^__Secure-storeroom\.session_token=.*Secure/)
  })

  it('refuses a wrong password and an unknown account alike', async () => {
    await addAccount('known@shop.example', 'viewer')
    const wrong = await signIn('known@shop.example', 'not the password')
    const unknown = await signIn('unknown@shop.example', 'not the password')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(await wrong.text()).toBe(await unknown.text())
  })

  it('refuses a sign-in that another site sends', async () => {
    const { password } = await addAccount('origin@shop.example', 'viewer')
    const evil = { origin: 'http://evil.example', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' }
    expect((await signIn('origin@shop.example', password ?? '', evil)).status).toBe(403)
  })

  it('does not take a forged cookie', async () => {
    const cookie = await signedIn('forged@shop.example', 'viewer')
    expect(await sessionOf(cookie)).not.toBeNull()
    expect(await sessionOf(cookie.replace(/\.[^.]+$/, '.AAAA'))).toBeNull()
    expect(await sessionOf('storeroom.session_token=x')).toBeNull()
  })

  it('ends a session when its account is gone', async () => {
    const cookie = await signedIn('gone@shop.example', 'viewer')
    await prisma().user.delete({ where: { email: 'gone@shop.example' } })
    expect(await sessionOf(cookie)).toBeNull()
  })

  it.each([
    ['/sign-up/email', { email: 'new@shop.example', password: 'long enough 1', name: 'New' }],
    ['/update-user', { role: 'admin' }],
  ])('has no %s', async (path, body) => {
    const cookie = await signedIn(`closed${path.length}@shop.example`, 'viewer')
    const headers = new Headers({
      host: 'shop.example',
      origin: ORIGIN,
      cookie,
      'content-type': 'application/json',
    })
    const request = new Request(`${ORIGIN}/api/auth${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    const response = await (await auth(headers, request.url)).handler(request)
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(await sessionOf(cookie)).toMatchObject({ role: 'viewer' })
    expect(await prisma().user.findUnique({ where: { email: 'new@shop.example' } })).toBeNull()
  })
})

describe('limit of attempts', () => {
  it('turns an address away after ten attempts, and says for how long', async () => {
    const from = { 'x-forwarded-for': '192.0.2.77' }
    const statuses: number[] = []
    for (let i = 0; i < SIGN_IN_PER_ADDRESS.max; i++) {
      statuses.push((await signIn(`guess${i}@shop.example`, 'a wrong password', from)).status)
    }
    expect(new Set(statuses)).toEqual(new Set([401]))
    const refused = await signIn('guess@shop.example', 'a wrong password', from)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('x-retry-after'))).toBeGreaterThan(0)
  })

  it('turns everybody away from one account after fifteen, whatever address they come from', async () => {
    const { password } = await addAccount('target@shop.example', 'viewer')
    for (let i = 0; i < SIGN_IN_PER_ACCOUNT.max; i++) await signIn('target@shop.example', 'a wrong password')
    const refused = await signIn('Target@shop.example', password ?? '')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('x-retry-after'))).toBeGreaterThan(60)
    // A reset on the server opens it again at once.
    const { password: fresh } = await resetPassword('target@shop.example')
    expect((await signIn('target@shop.example', fresh)).status).toBe(200)
  })

  it('counts in the database, atomically', async () => {
    const rule = { window: 60, max: 5 }
    const answers = await Promise.all(Array.from({ length: 20 }, () => consume('together', rule)))
    expect(answers.filter(({ allowed }) => allowed)).toHaveLength(5)
  })

  it('begins anew when the window has passed', async () => {
    const rule = { window: 60, max: 1 }
    const start = 1_000_000_000_000
    expect((await consume('window', rule, start)).allowed).toBe(true)
    expect(await consume('window', rule, start + 20_000)).toEqual({ allowed: false, retryAfter: 40 })
    expect((await consume('window', rule, start + 60_000)).allowed).toBe(true)
  })
})

describe('the secret', () => {
  it('is made once, for its owner only, also when several ask at once', async () => {
    const folder = join(home, 'fresh')
    const secrets = await Promise.all(Array.from({ length: 8 }, () => storedSecret(folder)))
    expect(new Set(secrets).size).toBe(1)
    expect(secrets[0]?.length).toBeGreaterThanOrEqual(32)
    expect((await stat(join(folder, 'auth-secret'))).mode & 0o777).toBe(0o600)
    expect((await readFile(join(folder, 'auth-secret'), 'utf8')).trim()).toBe(secrets[0])
  })
})

it('takes the session from the cookie alone', async () => {
  const response = await signIn('owner@shop.example', 'wrong')
  expect(cookieOf(response)).toBe('')
  expect(await readSession(new Headers({ host: 'shop.example' }))).toBeNull()
})
