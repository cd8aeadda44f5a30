import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { evaluateEndedRuns } from '@/lib/alerts/evaluate-runs'
import { closeCache } from '@/lib/cache'
import { closePrisma } from '@/lib/db/prisma'
import { type Alerting, alerting } from '@/tests/helpers/alerting'
import { requestOf, signedIn } from '@/tests/helpers/signed-in'
import { POST as close } from './[id]/close/route'
import { DELETE as deleteChannel, PATCH as patchChannel } from './channels/[id]/route'
import { POST as test } from './channels/[id]/test/route'
import { GET as channels, POST as postChannel } from './channels/route'
import { POST as retry } from './deliveries/[id]/retry/route'
import { GET as alerts } from './route'
import { DELETE as deleteRule, PATCH as patchRule } from './rules/[id]/route'
import { POST as postRule, GET as rules } from './rules/route'

let a: Alerting
let admin: string
let viewer: string

beforeAll(async () => {
  a = await alerting()
  admin = await signedIn('admin@shop.example', 'admin')
  viewer = await signedIn('viewer@shop.example', 'viewer')
})
afterAll(async () => {
  await closeCache()
  await closePrisma()
  await a.close()
})

type Handler = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>

async function call(
  handler: unknown,
  method: string,
  { id = '1', body, cookie = admin }: { id?: string; body?: unknown; cookie?: string } = {},
) {
  const request = requestOf('/api/alerts', {
    method,
    cookie,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const response = await (handler as Handler)(request, { params: Promise.resolve({ id }) })
  return { status: response.status, body: await response.json() }
}

describe('who may call', () => {
  const reads = { alerts, rules, channels }
  const writes: Record<string, [unknown, string]> = {
    close: [close, 'POST'],
    'a new rule': [postRule, 'POST'],
    'a changed rule': [patchRule, 'PATCH'],
    'a deleted rule': [deleteRule, 'DELETE'],
    'a new channel': [postChannel, 'POST'],
    'a changed channel': [patchChannel, 'PATCH'],
    'a deleted channel': [deleteChannel, 'DELETE'],
    test: [test, 'POST'],
    retry: [retry, 'POST'],
  }

  it.each(Object.entries(reads))('%s answer a viewer and nobody else', async (_name, handler) => {
    expect((await call(handler, 'GET', { cookie: '' })).status).toBe(401)
    expect((await call(handler, 'GET', { cookie: viewer })).status).toBe(200)
  })

  it.each(Object.entries(writes))('%s is for an admin', async (_name, [handler, method]) => {
    expect((await call(handler, method, { cookie: '', body: {} })).status).toBe(401)
    expect((await call(handler, method, { cookie: viewer, body: {} })).body.error.code).toBe('admin_only')
    const foreign = requestOf('/api/alerts', {
      method,
      cookie: admin,
      headers: { origin: 'http://evil.example' },
    })
    const refused = await (handler as Handler)(foreign, { params: Promise.resolve({ id: '1' }) })
    expect(refused.status).toBe(403)
  })
})

describe('channels', () => {
  it('are added, tested, changed and deleted; what is secret comes in the first answer only', async () => {
    const added = await call(postChannel, 'POST', {
      body: { kind: 'webhook', name: 'Hook', url: `${a.http.url}/hook?key=k3y` },
    })
    expect(added).toMatchObject({ status: 201, body: { signingSecret: expect.stringMatching(/^whsec_/) } })
    const id = String(added.body.channel)
    const listed = await call(channels, 'GET', { cookie: viewer })
    expect(listed.body.channels).toMatchObject([
      { name: 'Hook', kind: 'webhook', host: new URL(a.http.url).host },
    ])
    expect(JSON.stringify(listed.body)).not.toMatch(/k3y|whsec/)
    expect((await call(test, 'POST', { id })).body).toMatchObject({ sent: true, answer: '200 OK' })
    expect(a.http.posts).toHaveLength(1)
    const changed = await call(patchChannel, 'PATCH', { id, body: { name: 'Other' } })
    expect(changed).toEqual({ status: 200, body: { channel: Number(id) } })
    expect((await call(deleteChannel, 'DELETE', { id })).status).toBe(200)
    expect((await call(deleteChannel, 'DELETE', { id })).body.error.code).toBe('no_such_channel')
  })

  it.each([
    ['no JSON', undefined, 'bad_json'],
    ['an address of another kind', { kind: 'webhook', name: 'x', url: 'file:///etc/passwd' }, 'bad_request'],
    [
      'an address with a user',
      { kind: 'slack', name: 'x', url: 'https://me:secret@shop.example' },
      'bad_request',
    ],
    ['a wrong e-mail address', { kind: 'email', name: 'x', to: ['nobody'] }, 'bad_request'],
    [
      'a short secret',
      { kind: 'webhook', name: 'x', url: 'https://shop.example', signingSecret: 'short' },
      'bad_request',
    ],
  ])('refuse %s', async (_name, body, code) => {
    const refused = await call(postChannel, 'POST', { body })
    expect([refused.status, refused.body.error.code]).toEqual([400, code])
    expect(JSON.stringify(refused.body)).not.toContain('secret@')
  })

  it('have each a name of their own', async () => {
    const body = { kind: 'email', name: 'Team', to: ['a@shop.example'] }
    await call(postChannel, 'POST', { body })
    expect((await call(postChannel, 'POST', { body })).body.error.code).toBe('name_taken')
    const [channel] = (await call(channels, 'GET')).body.channels
    expect(
      (await call(patchChannel, 'PATCH', { id: String(channel.id), body: { url: 'https://shop.example' } }))
        .body.error.code,
    ).toBe('foreign_setting')
  })
})

describe('rules', () => {
  const body = {
    name: 'Sales',
    config: {
      kind: 'metric',
      metric: 'net_sales',
      period: 'yesterday',
      condition: { type: 'value', is: 'below', value: '1000' },
    },
  }

  it('are added, changed, muted and deleted', async () => {
    const added = await call(postRule, 'POST', { body })
    expect(added.status).toBe(201)
    const id = String(added.body.rule)
    expect(
      (
        await call(patchRule, 'PATCH', {
          id,
          body: { snoozeMinutes: 60, quietMinutes: 15, name: 'Sales of a day' },
        })
      ).status,
    ).toBe(200)
    const saved = (await call(rules, 'GET')).body.rules.find((rule: { id: number }) => rule.id === Number(id))
    expect(saved).toMatchObject({
      name: 'Sales of a day',
      quietMinutes: 15,
      mutedUntil: expect.any(String),
      config: body.config,
    })
    expect(
      (await call(patchRule, 'PATCH', { id, body: { config: { kind: 'circuit_open' } } })).body.error.code,
    ).toBe('kind_changed')
    expect((await call(deleteRule, 'DELETE', { id })).status).toBe(200)
    expect((await call(patchRule, 'PATCH', { id, body: { enabled: true } })).status).toBe(404)
  })

  it.each([
    ['an unknown metric', { ...body, config: { ...body.config, metric: 'fun' } }, 400, 'bad_request'],
    [
      'a filter the metric does not have',
      { ...body, config: { ...body.config, where: { moon: ['full'] } } },
      400,
      'unknown_dimension',
    ],
    ['a channel that is not there', { ...body, channelIds: [99] }, 422, 'no_such_channel'],
    [
      'a time that does not exist',
      { name: 'x', config: { kind: 'not_fresh', by: '25:00' } },
      400,
      'bad_request',
    ],
    ['nothing to change', {}, 400, 'bad_request'],
  ])('refuse %s', async (_name, wrong, status, code) => {
    const refused = await call(postRule, 'POST', { body: wrong })
    expect([refused.status, refused.body.error.code]).toEqual([status, code])
  })
})

it('alerts are listed with their deliveries, and closed', async () => {
  await a.endRun({ status: 'failed', at: '2026-11-21T03:00:00Z' })
  await evaluateEndedRuns()
  const { body } = await call(alerts, 'GET', { cookie: viewer })
  expect(body).toMatchObject({
    total: 1,
    items: [{ title: 'Run 1 failed in load', rule: 'run_failed', deliveries: [] }],
  })
  const id = String(body.items[0].id)
  expect((await call(close, 'POST', { id })).status).toBe(200)
  expect((await call(close, 'POST', { id })).body.error.code).toBe('no_such_open_alert')
  expect((await call(alerts, 'GET')).body.items).toMatchObject([
    { resolution: 'closed', because: 'Closed by admin@shop.example.' },
  ])
  expect((await call(close, 'POST', { id: 'x' })).status).toBe(400)
  expect((await call(retry, 'POST', { id: '99' })).status).toBe(404)
})
