import { createHmac, timingSafeEqual } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { listBreakers } from '@/lib/resilience/list-breakers'
import { type Alerting, alerting } from '@/tests/helpers/alerting'
import type { Post } from '@/tests/helpers/receivers'
import type { ChannelInput } from './channels/config'
import { readChannels } from './channels/read-channels'
import { addChannel, changeChannel, deleteChannel } from './channels/save-channel'
import { deliverDue, waitAfter } from './deliver'
import { evaluateEndedRuns } from './evaluate-runs'
import { listAlerts } from './list-alerts'
import { retryDelivery } from './retry-delivery'
import { testChannel } from './test-channel'

let a: Alerting
let now: Date
const clock = () => now
const deliver = () => deliverDue({ clock, random: () => 0.5 })
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000)
}
/** A message of a failed run for a channel of this kind; returns the channel. */
async function raiseTo(input: ChannelInput): Promise<number> {
  const { id } = await addChannel(input)
  await a.addRule({
    name: input.name,
    config: { kind: 'run_failed', inARow: 1 },
    channelIds: [id],
    enabled: true,
    quietMinutes: 0,
  })
  await fail()
  return id
}
async function fail(message?: string) {
  await a.endRun({ status: 'failed', at: now.toISOString(), message })
  await evaluateEndedRuns({ clock })
}
const statuses = async () =>
  (await a.db.pool.query('select status, attempts from pipeline.alert_deliveries order by id')).rows.map(
    ({ status, attempts }) => `${status} ${attempts}`,
  )

beforeEach(async () => {
  a = await alerting()
  now = new Date()
  await a.withoutDefaults()
})
afterEach(() => a.close())

describe('e-mail', () => {
  const email: ChannelInput = { kind: 'email', name: 'Team', to: ['a@shop.example', 'b@shop.example'] }

  it('brings title, reason and link, to all addresses, once', async () => {
    await raiseTo(email)
    expect(await Promise.all([deliver(), deliver(), deliver()])).toContain(1)
    await deliver()
    expect(a.smtp.mails).toHaveLength(1)
    const [mail] = a.smtp.mails
    expect(mail?.to).toEqual(['a@shop.example', 'b@shop.example'])
    expect(mail?.from).toBe('storeroom@shop.example')
    expect(mail?.header('Subject')).toBe('[Storeroom] Run 1 failed in load')
    expect(mail?.raw).toContain('https://storeroom.shop.example/pipeline/runs/1')
    expect(mail?.raw).toContain('orders.csv is empty.')
    expect(await statuses()).toEqual(['sent 1'])
  })

  it('waits while the mail server is away and goes out once when it is back, with the same Message-ID', async () => {
    await raiseTo(email)
    await a.smtp.stop()
    await deliver()
    expect(await statuses()).toEqual(['pending 1'])
    expect((await listAlerts()).items[0]?.deliveries[0]?.error).toMatch(/ECONNREFUSED/)
    expect(await deliver()).toBe(0)
    await a.smtp.start()
    later(10)
    await deliver()
    later(3600)
    await deliver()
    expect(a.smtp.mails).toHaveLength(1)
    const { rows } = await a.db.pool.query('select message_id from pipeline.alert_deliveries')
    expect(a.smtp.mails[0]?.header('Message-ID')).toBe(`<${rows[0]?.message_id}@storeroom>`)
  })

  it('waits longer each time, up to five minutes', () => {
    const waits = Array.from({ length: 9 }, (_, i) => waitAfter(new Error(), i + 1, () => 0.5) / 1000)
    expect(waits).toEqual([10, 20, 40, 80, 160, 300, 300, 300, 300])
    expect([waitAfter(new Error(), 1, () => 0), waitAfter(new Error(), 1, () => 1)]).toEqual([8_000, 12_000])
  })

  it('that waits goes out at once when the mail server takes another one', async () => {
    const id = await raiseTo(email)
    await a.smtp.stop()
    await deliver()
    await a.smtp.start()
    expect(await deliver()).toBe(0)
    expect(await testChannel(id, 'admin@shop.example', clock)).toMatchObject({ sent: true })
    expect(await deliver()).toBe(1)
    expect(a.smtp.mails.map((mail) => mail.header('Subject'))).toEqual([
      '[Storeroom] Test message',
      '[Storeroom] Run 1 failed in load',
    ])
  })

  it('is given up after a day, until somebody sends it again', async () => {
    await raiseTo(email)
    a.smtp.refuseWith(451)
    await deliver()
    later(86_400 - 21)
    await deliver()
    expect(await statuses()).toEqual(['pending 2'])
    later(20)
    await deliver()
    expect(await statuses()).toEqual(['failed 3'])
    a.smtp.refuseWith(undefined)
    const [delivery] = (await listAlerts()).items[0]?.deliveries ?? []
    expect(await retryDelivery(delivery?.id ?? 0, now)).toBe(true)
    await deliver()
    expect(await statuses()).toEqual(['sent 1'])
    expect(await retryDelivery(delivery?.id ?? 0, now)).toBe(false)
  })

  it('is given up at once when the server refuses the message for good', async () => {
    await raiseTo(email)
    a.smtp.refuseWith(550)
    await deliver()
    expect(await statuses()).toEqual(['failed 1'])
    expect((await readChannels())[0]?.last).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/refused/),
    })
  })

  it('opens the circuit after five failures in a row, asks no more, and closes it again', async () => {
    await raiseTo(email)
    await a.smtp.stop()
    for (let i = 0; i < 5; i++) {
      await deliver()
      later(1000)
    }
    expect(await listBreakers()).toMatchObject([{ name: 'smtp', state: 'open', failures: 5 }])
    await a.smtp.start()
    await deliver()
    // Not even asked, so nothing was counted and nothing came.
    expect(await statuses()).toEqual(['pending 5'])
    expect(a.smtp.mails).toHaveLength(0)
    await a.db.pool.query(`update pipeline.circuit_breakers set opened_at = opened_at - interval '31 s'`)
    later(1000)
    await deliver()
    expect(a.smtp.mails).toHaveLength(1)
    expect(await listBreakers()).toMatchObject([{ state: 'closed' }])
  })
})

describe('Slack', () => {
  it('gets text and blocks, with its markup signs escaped', async () => {
    await raiseTo({ kind: 'slack', name: 'Slack', url: `${a.http.url}/services/T0/B0/token` })
    await fail('<b> & "x" is no order.')
    await deliver()
    expect(a.http.posts.map(({ path }) => path)).toEqual(['/services/T0/B0/token', '/services/T0/B0/token'])
    const [first, second] = a.http.posts.map(({ body }) => JSON.parse(body))
    expect(first.text).toBe('Storeroom: Run 1 failed in load')
    expect(first.blocks[0].text).toEqual({
      type: 'mrkdwn',
      text: ':red_circle: *<https://storeroom.shop.example/pipeline/runs/1|Run 1 failed in load>*\norders.csv is empty.',
    })
    expect(second.text).toBe('Storeroom: Again: Run 2 failed in load')
    expect(second.blocks[0].text.text).toContain('&lt;b&gt; &amp; "x" is no order.')
    expect(a.http.posts[0]?.headers['x-storeroom-signature']).toBeUndefined()
  })
})

/** As docs/operations.md tells receivers to do it. */
function verify(secret: string, post: Post, at: Date): boolean {
  const { t = '', v1 = '' } = Object.fromEntries(
    String(post.headers['x-storeroom-signature'])
      .split(',')
      .map((part) => part.split('=')),
  )
  const expected = createHmac('sha256', secret).update(`${t}.${post.body}`).digest()
  return (
    Math.abs(at.getTime() / 1000 - Number(t)) < 300 &&
    v1.length === 64 &&
    timingSafeEqual(expected, Buffer.from(v1, 'hex'))
  )
}

describe('the webhook', () => {
  const secret = 'a signing secret of some length'.replaceAll(' ', '-')
  const webhook = (): ChannelInput => ({
    kind: 'webhook',
    name: 'Hook',
    url: `${a.http.url}/hook?key=k3y`,
    signingSecret: secret,
  })

  it('gets a signed body that can be verified, and not after it was changed', async () => {
    await raiseTo(webhook())
    await deliver()
    const [post] = a.http.posts
    if (!post) throw new Error('nothing came')
    expect(verify(secret, post, now)).toBe(true)
    expect(verify('another-secret-entirely', post, now)).toBe(false)
    expect(verify(secret, { ...post, body: post.body.replace('Run 1', 'Run 2') }, now)).toBe(false)
    expect(verify(secret, post, new Date(now.getTime() + 600_000))).toBe(false)
    expect(JSON.parse(post.body)).toMatchObject({
      id: post.headers['idempotency-key'],
      type: 'alerts',
      summary: 'Run 1 failed in load',
      alerts: [
        {
          event: 'raised',
          rule: { kind: 'run_failed', name: 'Hook' },
          severity: 'critical',
          run: 1,
          url: 'https://storeroom.shop.example/pipeline/runs/1',
        },
      ],
    })
  })

  it.each([500, 503, 429, 408])('tries again after %d with the same key', async (status) => {
    await raiseTo(webhook())
    a.http.answer(status)
    await deliver()
    a.http.answer(200)
    later(11)
    await deliver()
    const keys = a.http.posts.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toEqual([keys[0], keys[0]])
    expect(await statuses()).toEqual(['sent 2'])
  })

  it('waits as long as a busy receiver asks', async () => {
    await raiseTo(webhook())
    a.http.answer(429, { 'retry-after': '120' })
    await deliver()
    a.http.answer(200)
    later(119)
    expect(await deliver()).toBe(0)
    later(1)
    expect(await deliver()).toBe(1)
  })

  it.each([400, 401, 404, 410])('gives up at %d and says what it answered', async (status) => {
    await raiseTo(webhook())
    a.http.answer(status, {}, 'no such hook')
    await deliver()
    expect(await statuses()).toEqual(['failed 1'])
    expect((await listAlerts()).items[0]?.deliveries[0]?.error).toMatch(
      new RegExp(`answered ${status}.*no such hook`),
    )
  })

  it('does not follow a redirect', async () => {
    await raiseTo(webhook())
    a.http.answer(307, { location: `${a.http.url}/elsewhere` })
    await deliver()
    expect(a.http.posts.map(({ path }) => path)).toEqual(['/hook?key=k3y'])
    expect(await statuses()).toEqual(['failed 1'])
  })

  it('neither answers of the API nor the database nor the log give away what is secret', async () => {
    const lines: string[] = []
    const write = vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
    try {
      const id = await raiseTo(webhook())
      await raiseTo({ kind: 'slack', name: 'Slack', url: `${a.http.url}/services/T0/B0/sl4ck` })
      a.http.answer(500)
      await deliver()
      await a.http.stop()
      later(1000)
      await deliver()
      await testChannel(id, 'admin@shop.example')
    } finally {
      write.mockRestore()
    }
    const everything = JSON.stringify([
      lines,
      await readChannels(),
      await listAlerts(),
      (await a.db.pool.query('select * from pipeline.alert_channels')).rows,
      (await a.db.pool.query('select * from pipeline.alert_deliveries')).rows,
      await listBreakers(),
    ])
    expect(lines.length).toBeGreaterThan(3)
    for (const hidden of [secret, 'k3y', 'sl4ck']) expect(everything).not.toContain(hidden)
    expect(everything).toContain(new URL(a.http.url).host)
  })

  it('makes a secret when none is given and shows it once', async () => {
    const saved = await addChannel({ kind: 'webhook', name: 'Other', url: `${a.http.url}/hook` })
    expect(saved.signingSecret).toMatch(/^whsec_.{32}$/)
    expect(JSON.stringify(await readChannels())).not.toContain(saved.signingSecret)
    // A new address keeps the secret; a new secret keeps the address.
    await changeChannel(saved.id, { url: `${a.http.url}/new` })
    await testChannel(saved.id, 'admin')
    expect(verify(saved.signingSecret ?? '', a.http.posts[0] as Post, new Date())).toBe(true)
    const renewed = await changeChannel(saved.id, { newSigningSecret: true })
    await testChannel(saved.id, 'admin')
    expect(a.http.posts.map(({ path }) => path)).toEqual(['/new', '/new'])
    expect(verify(renewed?.signingSecret ?? '', a.http.posts[1] as Post, new Date())).toBe(true)
  })

  it('is left alone after five failures in a row', async () => {
    await raiseTo(webhook())
    a.http.answer(502)
    for (let i = 0; i < 8; i++) {
      await deliver()
      later(1000)
    }
    expect(a.http.posts).toHaveLength(5)
    expect(await statuses()).toEqual(['pending 5'])
  })

  it('that is deleted gives up what waits for it', async () => {
    const id = await raiseTo(webhook())
    await deleteChannel(id)
    expect(await deliver()).toBe(0)
    expect((await listAlerts()).items[0]?.deliveries).toMatchObject([
      { channel: 'Hook', status: 'failed', canRetry: false },
    ])
    expect((await a.readRules()).rules[0]?.channelIds).toEqual([])
  })
})

describe('a test', () => {
  it('is really sent, and says what came of it', async () => {
    const { id } = await addChannel({ kind: 'webhook', name: 'Hook', url: `${a.http.url}/hook` })
    expect(await testChannel(id, 'admin@shop.example')).toMatchObject({ sent: true, answer: '200 OK' })
    expect(JSON.parse(a.http.posts[0]?.body ?? '')).toMatchObject({ type: 'test', alerts: [] })
    a.http.answer(404)
    expect(await testChannel(id, 'admin@shop.example')).toMatchObject({
      sent: false,
      error: expect.stringMatching(/404/),
    })
    expect(await statuses()).toEqual(['sent 1', 'failed 1'])
    expect(await testChannel(99, 'admin@shop.example')).toBeUndefined()
  })
})

it('two workers at a slow receiver send each message once', async () => {
  await raiseTo({ kind: 'email', name: 'Team', to: ['a@shop.example'] })
  for (let i = 0; i < 4; i++) await fail()
  a.smtp.onMail(() => new Promise((resolve) => setTimeout(resolve, 100)))
  const sent = await Promise.all([deliver(), deliver(), deliver()])
  expect(sent.reduce((sum, n) => sum + n, 0)).toBe(5)
  expect(new Set(a.smtp.mails.map((mail) => mail.header('Message-ID'))).size).toBe(5)
  expect(a.smtp.mails).toHaveLength(5)
})
