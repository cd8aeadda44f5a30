import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Alerting, alerting } from '@/tests/helpers/alerting'
import { fillSmallWarehouse } from '@/tests/helpers/small-warehouse'
import { addChannel } from './channels/save-channel'
import { closeByHand } from './close-alert'
import { evaluateEndedRuns } from './evaluate-runs'
import { evaluateStanding } from './evaluate-standing'
import { listAlerts } from './list-alerts'

let a: Alerting
let channel: number
let now: Date
const clock = () => now
const at = (time: string) => {
  now = new Date(time)
  return time
}
beforeEach(async () => {
  a = await alerting()
  channel = (await addChannel({ kind: 'email', name: 'Team', to: ['team@shop.example'] })).id
})
afterEach(() => a.close())

const runs = () => evaluateEndedRuns({ clock })
const standing = () => evaluateStanding({ clock })
const open = async () =>
  (await listAlerts({ state: 'open' })).items.map(({ title, count }) => `${count}× ${title}`)
const rule = (config: Parameters<Alerting['addRule']>[0]['config'], more = {}) =>
  a.addRule({ name: config.kind, config, channelIds: [channel], enabled: true, quietMinutes: 240, ...more })
const notices = async () => (await a.outbox()).flatMap((message) => message.notices)

describe('rules that are there from the beginning', () => {
  it('raise in the application although no channel is set', async () => {
    const { rules } = await a.readRules()
    expect(rules.map(({ config }) => config.kind)).toEqual([
      'run_failed',
      'check_failed',
      'not_fresh',
      'schedule_paused',
    ])
    await a.endRun({ status: 'published', at: at('2026-11-20T03:00:00Z') })
    await a.endRun({
      status: 'failed',
      at: at('2026-11-21T03:00:00Z'),
      checks: { order_has_lines: ['blocking', 4], cost_below_price: ['warning', 2] },
    })
    await runs()
    at('2026-11-21T09:00:00Z')
    await standing()
    expect((await open()).sort()).toEqual([
      '1× Check order_has_lines found 4 offending rows',
      '1× No load by 07:00 on 21 Nov 2026',
      '1× Run 2 failed in load',
    ])
    expect(await a.outbox()).toEqual([])
  })
})

describe('a run that failed', () => {
  beforeEach(async () => {
    await a.withoutDefaults()
    await rule({ kind: 'run_failed', inARow: 1 })
  })

  it('raises once, and recovers with the next published one', async () => {
    const id = await a.endRun({ status: 'failed', at: at('2026-11-21T03:00:00Z') })
    expect(await runs()).toBe(1)
    expect(await runs()).toBe(0)
    const next = await a.endRun({ status: 'published', at: at('2026-11-21T04:00:00Z') })
    await runs()
    expect(await open()).toEqual([])
    expect(await notices()).toEqual([`raised Run ${id} failed in load`, `resolved Run ${id} failed in load`])
    expect((await listAlerts({ state: 'resolved' })).items).toMatchObject([
      { resolution: 'recovered', because: `Run ${next} was published as load 1.`, resolvedAt: now },
    ])
  })

  it('that is resumed recovers when it is published after all, and counts when it fails again', async () => {
    const id = await a.endRun({ status: 'failed', at: at('2026-11-21T03:00:00Z') })
    await runs()
    await a.db.pool.query(`update pipeline.runs set finished_at = '2026-11-21T04:00:00Z' where id = $1`, [id])
    await runs()
    expect(await open()).toEqual([`2× Run ${id} failed in load`])
    await a.db.pool.query(
      `update pipeline.runs set status = 'published', version = 1, finished_at = '2026-11-21T05:00:00Z' where id = $1`,
      [id],
    )
    expect(await runs()).toBe(1)
    expect(await open()).toEqual([])
  })

  it('counts repeats and tells them only when the quiet period is over', async () => {
    for (const hour of ['03', '04', '05', '06'])
      await a.endRun({ status: 'failed', at: `2026-11-21T${hour}:00:00Z` })
    at('2026-11-21T06:00:00Z')
    await runs()
    expect(await open()).toEqual(['4× Run 4 failed in load'])
    expect(await notices()).toHaveLength(1)
    await a.endRun({ status: 'failed', at: at('2026-11-21T09:59:00Z') })
    await runs()
    expect(await notices()).toHaveLength(1)
    await a.endRun({ status: 'failed', at: at('2026-11-21T10:00:00Z') })
    await runs()
    expect(await notices()).toEqual(['raised Run 1 failed in load', 'repeated Run 6 failed in load'])
    expect(await open()).toEqual(['6× Run 6 failed in load'])
  })

  it('while muted raises in the application only, and tells when the mute ends and it is still open', async () => {
    const { rules } = await a.readRules()
    const id = rules[0]?.id ?? 0
    at('2026-11-21T03:00:00Z')
    await a.changeRule(id, { snoozeMinutes: 60 }, now)
    await a.endRun({ status: 'failed', at: '2026-11-21T03:00:00Z' })
    await runs()
    await standing()
    expect((await listAlerts()).items).toMatchObject([{ held: true }])
    expect(await notices()).toEqual([])
    at('2026-11-21T04:00:01Z')
    await standing()
    await standing()
    expect(await notices()).toEqual(['raised Run 1 failed in load'])
  })

  it('what was raised and over within the mute is never told', async () => {
    const { rules } = await a.readRules()
    at('2026-11-21T03:00:00Z')
    await a.changeRule(rules[0]?.id ?? 0, { snoozeMinutes: 60 }, now)
    await a.endRun({ status: 'failed', at: '2026-11-21T03:00:00Z' })
    await a.endRun({ status: 'published', at: '2026-11-21T03:10:00Z' })
    await runs()
    at('2026-11-21T05:00:00Z')
    await standing()
    expect(await notices()).toEqual([])
  })

  it('that is closed by hand stays closed until it happens again', async () => {
    await a.endRun({ status: 'failed', at: at('2026-11-21T03:00:00Z') })
    await runs()
    const [alert] = (await listAlerts()).items
    expect(await closeByHand(alert?.id ?? 0, 'admin@shop.example', now)).toBe(true)
    expect(await closeByHand(alert?.id ?? 0, 'admin@shop.example', now)).toBe(false)
    await a.endRun({ status: 'failed', at: at('2026-11-21T04:00:00Z') })
    await runs()
    expect(await open()).toEqual(['1× Run 2 failed in load'])
  })

  it('ends with its rule', async () => {
    await a.endRun({ status: 'failed', at: at('2026-11-21T03:00:00Z') })
    await runs()
    const { rules } = await a.readRules()
    await a.changeRule(rules[0]?.id ?? 0, { enabled: false }, now)
    expect((await listAlerts()).items).toMatchObject([{ resolution: 'rule_off' }])
    await a.endRun({ status: 'failed', at: at('2026-11-21T04:00:00Z') })
    await runs()
    expect(await open()).toEqual([])
  })

  it('judged by two workers at once is told once', async () => {
    for (let i = 0; i < 5; i++) await a.endRun({ status: 'failed', at: `2026-11-21T03:0${i}:00Z` })
    at('2026-11-21T04:00:00Z')
    const judged = await Promise.all([runs(), runs(), runs()])
    expect(judged.reduce((sum, n) => sum + n, 0)).toBe(5)
    expect(await open()).toEqual(['5× Run 5 failed in load'])
    expect(await notices()).toHaveLength(1)
  })
})

it('alerts of one run go out as one message for each channel, each with its own', async () => {
  await a.withoutDefaults()
  const second = (await addChannel({ kind: 'email', name: 'Data', to: ['data@shop.example'] })).id
  await rule({ kind: 'run_failed', inARow: 1 }, { channelIds: [channel, second] })
  await rule({ kind: 'check_failed', checks: [], severity: 'any' })
  await rule({ kind: 'quarantine_rate', percent: 1 }, { channelIds: [second] })
  await a.endRun({
    status: 'failed',
    at: at('2026-11-21T03:00:00Z'),
    checks: { a: ['blocking', 1], b: ['warning', 2] },
    read: 100,
    quarantined: 5,
  })
  await runs()
  expect(await a.outbox()).toEqual([
    {
      channel: 'Team',
      status: 'pending',
      notices: [
        'raised Run 1 failed in load',
        'raised Check a found 1 offending row',
        'raised Check b found 2 offending rows',
      ],
    },
    {
      channel: 'Data',
      status: 'pending',
      notices: ['raised Run 1 failed in load', 'raised Run 1 kept aside 5.00% of its rows'],
    },
  ])
})

it('a check that failed recovers when it passes again, whatever else fails then', async () => {
  await a.withoutDefaults()
  await rule({ kind: 'check_failed', checks: [], severity: 'blocking' })
  await a.endRun({
    status: 'failed',
    at: at('2026-11-21T03:00:00Z'),
    checks: { x: ['blocking', 1], y: ['blocking', 0] },
  })
  await a.endRun({
    status: 'failed',
    at: at('2026-11-21T04:00:00Z'),
    checks: { x: ['blocking', 0], y: ['blocking', 2] },
  })
  await runs()
  expect(await open()).toEqual(['1× Check y found 2 offending rows'])
  expect((await a.outbox()).map(({ notices }) => notices)).toEqual([
    ['raised Check x found 1 offending row'],
    ['raised Check y found 2 offending rows', 'resolved Check x found 1 offending row'],
  ])
})

it('a quarantine rate recovers with a published run below it', async () => {
  await a.withoutDefaults()
  await rule({ kind: 'quarantine_rate', percent: 1 })
  await a.endRun({ status: 'published', at: at('2026-11-21T03:00:00Z'), read: 100, quarantined: 2 })
  await a.endRun({ status: 'published', at: at('2026-11-21T04:00:00Z'), read: 100, quarantined: 1 })
  await runs()
  expect(await notices()).toEqual([
    'raised Run 1 kept aside 2.00% of its rows',
    'resolved Run 1 kept aside 2.00% of its rows',
  ])
})

it('data that is late is told once a day and recovers with the load', async () => {
  await a.withoutDefaults()
  await rule({ kind: 'not_fresh', by: '07:00', weekdays: [1, 2, 3, 4, 5, 6, 7] })
  await a.endRun({ status: 'published', at: '2026-11-20T03:00:00Z' })
  for (const time of [
    '2026-11-21T05:59:00Z',
    '2026-11-21T06:00:00Z',
    '2026-11-21T06:01:00Z',
    '2026-11-22T06:00:00Z',
  ]) {
    at(time)
    await standing()
  }
  expect(await open()).toEqual(['2× No load by 07:00 on 22 Nov 2026'])
  await a.endRun({ status: 'published', at: at('2026-11-22T08:00:00Z') })
  await standing()
  expect(await open()).toEqual([])
  expect(await notices()).toEqual([
    'raised No load by 07:00 on 21 Nov 2026',
    'repeated No load by 07:00 on 22 Nov 2026',
    'resolved No load by 07:00 on 22 Nov 2026',
  ])
})

it('a schedule that paused itself, and what does not answer, raise until they are back', async () => {
  await a.withoutDefaults()
  await rule({ kind: 'schedule_paused' })
  await rule({ kind: 'circuit_open' })
  at('2026-11-21T09:00:00Z')
  await a.db.pool.query(
    `update pipeline.schedule set paused_at = now(), pause_reason = '3 runs failed in a row.'`,
  )
  await a.db.pool.query(
    `insert into pipeline.circuit_breakers (name, state, failures, opened_at, last_error)
     values ('redis', 'open', 1, now(), 'ECONNREFUSED'), ('smtp', 'closed', 0, null, null)`,
  )
  await standing()
  await a.db.pool.query(
    `update pipeline.circuit_breakers set opened_at = now() + interval '1 min', failures = 2`,
  )
  await standing()
  expect((await open()).sort()).toEqual(['1× The schedule paused itself', '1× redis does not answer'])
  await a.db.pool.query(`update pipeline.circuit_breakers set state = 'closed'`)
  await a.db.pool.query(`update pipeline.schedule set paused_by = 'admin@shop.example'`)
  await standing()
  expect(await open()).toEqual([])
})

describe('a metric', () => {
  beforeEach(async () => {
    await a.withoutDefaults()
    await fillSmallWarehouse(a.db.pool)
  })
  // Net sales of 20 February 2026: order O5, 21.00; of 13 to 19 February: O4, 16.00 less a refund of 4.00.
  const published = (time: string) =>
    a.db.pool.query('update pipeline.warehouse_version set published_at = $1', [time])

  it('beyond a number raises once a load has come that can hold the day, and recovers when corrected', async () => {
    await rule({
      kind: 'metric',
      metric: 'net_sales',
      where: {},
      period: 'yesterday',
      condition: { type: 'value', is: 'below', value: '21.01' },
    })
    at('2026-02-21T06:00:00Z')
    await published('2026-02-20T20:00:00Z')
    await standing()
    expect(await open()).toEqual([])
    await published('2026-02-21T05:00:00Z')
    await standing()
    await standing()
    expect(await open()).toEqual(['1× Net sales below €21.01'])
    expect((await listAlerts()).items[0]?.message).toBe(
      'Net sales on 20 Feb 2026: €21.00, below the €21.01 of the rule.',
    )
    await a.db.pool.query(`update warehouse.sales_daily set gross = gross + 1 where date_key = 20260220`)
    await standing()
    expect(await notices()).toEqual(['raised Net sales below €21.01', 'resolved Net sales below €21.01'])
  })

  it('compared with the period before it, filtered by a dimension', async () => {
    await rule({
      kind: 'metric',
      metric: 'orders',
      where: { channel: ['web'] },
      period: 'last_7_days',
      condition: { type: 'change', against: 'previous', is: 'down', percent: 50 },
    })
    // 11–17 February has no order of the web, 4–10 February has O3.
    at('2026-02-18T06:00:00Z')
    await published('2026-02-18T05:00:00Z')
    await standing()
    expect((await listAlerts()).items).toMatchObject([
      {
        title: 'Orders down by 100.0%',
        message:
          'Orders on 11 – 17 Feb 2026: 0, against 1 on 4 – 10 Feb 2026; the rule allows 50%. Only channel web.',
      },
    ])
  })

  it('that cannot be asked says so on its rule and does not keep the others from theirs', async () => {
    await rule({
      kind: 'metric',
      metric: 'net_sales',
      where: {},
      period: 'yesterday',
      condition: { type: 'value', is: 'above', value: '1' },
    })
    await a.db.pool.query(
      `update pipeline.alert_rules set config = jsonb_set(config, '{where}', '{"channel": ["web"], "moon": ["full"]}')`,
    )
    await rule(
      {
        kind: 'metric',
        metric: 'orders',
        where: {},
        period: 'yesterday',
        condition: { type: 'value', is: 'below', value: '1' },
      },
      { name: 'No orders' },
    )
    at('2026-03-10T20:00:00Z')
    await standing()
    expect(await open()).toEqual(['1× Orders below 1'])
    const { rules } = await a.readRules()
    expect(rules[0]?.lastError).toMatch(/moon/)
  })

  it('is refused when the semantic layer has no such filter', async () => {
    const wrong = {
      kind: 'metric',
      metric: 'net_sales',
      where: { moon: ['full'] },
      period: 'yesterday',
      condition: { type: 'value', is: 'above', value: '1' },
    } as const
    await expect(rule({ ...wrong, where: { moon: ['full'] } })).rejects.toThrow(/moon/)
  })
})
