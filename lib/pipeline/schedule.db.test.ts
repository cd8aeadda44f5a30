import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { parseEnv } from '@/lib/core/env'
import { closePool, pool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { until } from '@/tests/helpers/orchestration'
import { changeSchedule } from './change-schedule'
import { catchUp, startSchedule } from './schedule'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  process.env.DATABASE_URL = db.url
  await closePool()
})
beforeEach(() =>
  pool().query(
    `delete from pipeline.runs; update pipeline.schedule set last_tick_at = null, paused_at = null`,
  ),
)
afterAll(async () => {
  await closePool()
  await db.close()
})

const settings = parseEnv({ PIPELINE_CRON: '0 3 * * *', STORE_TIMEZONE: 'UTC', INBOX_DIR: '/inbox' })
const planned = async () =>
  (await pool().query(`select requested_by as tick from pipeline.runs order by id`)).rows.map(
    (row) => row.tick,
  )
const lastSeen = (at: string) => pool().query('update pipeline.schedule set last_tick_at = $1', [at])
const now = new Date('2026-11-25T12:00:00Z')

test('ticks missed while no worker was alive are skipped unless the schedule says otherwise', async () => {
  await changeSchedule({ catchUp: 'skip' }, null)
  await lastSeen('2026-11-22T03:00:00Z')
  expect(await catchUp(settings, now)).toBeUndefined()
  expect(await planned()).toEqual([])
})

test('they are made up for by one run, once', async () => {
  await changeSchedule({ catchUp: 'once' }, null)
  await lastSeen('2026-11-22T03:00:00Z')
  await Promise.all([catchUp(settings, now), catchUp(settings, now)])
  await catchUp(settings, now)
  expect(await planned()).toEqual(['cron 2026-11-25T03:00:00.000Z'])
})

test('the first start has missed nothing, and a paused schedule catches up with nothing', async () => {
  await changeSchedule({ catchUp: 'once' }, null)
  await catchUp(settings, now)
  await lastSeen('2026-11-22T03:00:00Z')
  await changeSchedule({ paused: true }, 'ada')
  await catchUp(settings, now)
  expect(await planned()).toEqual([])
})

test('two workers follow a change at once, and each tick queues at most one run', async () => {
  const both = [startSchedule(settings), startSchedule(settings)]
  await changeSchedule({ cron: '* * * * * *' }, 'ada')
  await until(async () => (await planned()).length > 0, 'a tick has queued a run')
  await pool().query(
    `update pipeline.runs set status = 'published', started_at = now(), finished_at = now(), version = 1`,
  )
  await until(async () => (await planned()).length > 1, 'the next tick has queued another')
  const ticks = await planned()
  expect(new Set(ticks).size).toBe(ticks.length)
  await changeSchedule({ paused: true }, 'ada')
  await Promise.all(both.map((schedule) => schedule.stop()))
})
