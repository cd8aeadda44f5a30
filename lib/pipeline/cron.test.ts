import { expect, test } from 'vitest'
import { lastTick, nextTick } from './cron'

test('the next tick is at the planned time of the time zone', () => {
  const next = nextTick('30 2 * * *', 'Asia/Kolkata')
  expect(next?.toISOString()).toMatch(/T21:00:00.000Z$/)
  expect(next?.getTime()).toBeGreaterThan(Date.now())
})

test.each([
  ['2026-11-24T01:00:00Z', '2026-11-25T23:00:00Z', '2026-11-25T02:00:00.000Z'], // the later of two
  ['2026-11-25T02:00:00Z', '2026-11-25T23:00:00Z', undefined], // the tick itself was seen
  ['2026-11-25T01:59:00Z', '2026-11-25T02:00:30Z', '2026-11-25T02:00:00.000Z'],
  ['2026-11-01T00:00:00Z', '2026-11-01T01:59:59Z', undefined],
])(
  'of the daily tick at 3:00 in Berlin, after %s and up to %s the last one is %s',
  async (after, now, tick) => {
    const found = await lastTick('0 3 * * *', 'Europe/Berlin', new Date(after), new Date(now))
    expect(found?.toISOString()).toBe(tick)
  },
)

test('seconds are looked at, and more than eight days back nothing is', async () => {
  const now = new Date('2026-11-25T12:00:00Z')
  const found = await lastTick('30 0 3 * * *', 'UTC', new Date('2026-11-24T12:00:00Z'), now)
  expect(found?.toISOString()).toBe('2026-11-25T03:00:30.000Z')
  expect(await lastTick('0 3 1 * *', 'UTC', new Date('2026-10-01T00:00:00Z'), now)).toBeUndefined()
})
