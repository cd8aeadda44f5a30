import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { freePort } from '@/scripts/lib/ports'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { postgresServer } from '@/tests/helpers/postgres-restart'
import { type TestRedis, testRedis } from '@/tests/helpers/redis-server'
import { SAMPLE } from '@/tests/helpers/sample-tables'
import { StartedApp } from '@/tests/helpers/started-app'

/** The whole application on services of its own that are taken away under it. The tests build on each other. */
const TOKEN = 'faults-only-token'
const ADMIN = { email: 'admin@example.com', password: 'fault tests only' }
let db: TestDatabase
let redis: TestRedis
let home: string
let site: string
let app: StartedApp
let cookie: string

beforeAll(async () => {
  db = await testDatabase()
  redis = await testRedis()
  home = mkdtempSync(join(tmpdir(), 'storeroom-web-'))
  chmodSync(home, 0o711)
  cpSync(SAMPLE, join(home, 'inbox'), { recursive: true })
  const port = await freePort()
  site = `http://127.0.0.1:${port}`
  app = new StartedApp({
    PORT: String(port),
    STOREROOM_HOME: home,
    DATABASE_URL: db.url,
    REDIS_URL: redis.url,
    API_TOKEN: TOKEN,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  })
  await app.says(/is running at/, 600_000)
  const signedIn = await fetch(`${site}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: site },
    body: JSON.stringify(ADMIN),
  })
  expect(signedIn.status).toBe(200)
  cookie = signedIn.headers
    .getSetCookie()
    .map((c) => c.split(';')[0])
    .join('; ')
}, 660_000)
afterAll(async () => {
  app?.kill('SIGTERM')
  await app?.exited
  await redis?.stop()
  await db?.close()
  rmSync(home, { recursive: true, force: true })
})

const api = (path: string, init: RequestInit = {}) =>
  fetch(`${site}${path}`, { ...init, headers: { authorization: `Bearer ${TOKEN}` } })
const page = (path: string) => fetch(`${site}${path}`, { headers: { cookie }, redirect: 'manual' })
const figures = async () => {
  const answer = await api('/api/query?metrics=net_sales,orders&by=month')
  return { status: answer.status, body: await answer.json() }
}
const patient = { timeout: 60_000, interval: 100 }

test('a button pressed twice in each of two tabs publishes one load', async () => {
  const presses = await Promise.all(
    Array.from({ length: 4 }, () => api('/api/pipeline/runs', { method: 'POST' })),
  )
  for (const press of presses) expect(press.ok).toBe(true)
  await vi.waitFor(async () => {
    const { rows } = await db.pool.query('select status from pipeline.runs order by id')
    // A press after a run has begun asks for another one, which finds nothing new.
    expect(rows.map((r) => r.status).join()).toMatch(/^published(,nothing_new)*$/)
  }, patient)
  expect((await db.pool.query('select version from pipeline.warehouse_version')).rows).toEqual([
    { version: 1 },
  ])
})

test('without Redis pages and figures are the same, and Redis is used again when it is back', async () => {
  const before = await figures()
  expect(before.status).toBe(200)
  await redis.stop()
  expect(await figures()).toEqual(before)
  const shown = await page('/revenue')
  expect(shown.status).toBe(200)
  expect(await shown.text()).toContain('Revenue')
  await redis.start()
  await vi.waitFor(async () => {
    expect(await (await api('/api/health')).json()).toMatchObject({ status: 'ok', redis: 'up' })
  }, patient)
  expect(await figures()).toEqual(before)
})

test('without PostgreSQL a page says so and the API too, and both are back with it', async () => {
  const before = await figures()
  const server = await postgresServer(db.pool)
  await server.stop()
  try {
    const shown = await page('/revenue')
    expect(shown.status).toBe(503)
    expect(shown.headers.get('content-type')).toMatch(/html/)
    expect(await shown.text()).toMatch(/database/i)
    const health = await api('/api/health')
    expect([health.status, (await health.json()).status]).toEqual([503, 'down'])
    const press = await api('/api/pipeline/runs', { method: 'POST' })
    expect([press.status, (await press.json()).error.code]).toEqual([503, 'database_unavailable'])
  } finally {
    await server.start()
  }
  await vi.waitFor(async () => expect((await page('/revenue')).status).toBe(200), patient)
  expect(await figures()).toEqual(before)
  // Neither process had to be started again for it, and the worker executes runs as before.
  expect(app.output).not.toMatch(/is started again/)
  const { run } = await (await api('/api/pipeline/runs', { method: 'POST' })).json()
  await vi.waitFor(async () => {
    expect(await (await api(`/api/pipeline/runs/${run}`)).json()).toMatchObject({ status: 'nothing_new' })
  }, patient)
})
