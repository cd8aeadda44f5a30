import { expect, test } from 'vitest'
import { parseEnv } from '@/lib/core/env'
import { scheduleInfo } from './schedule'

test('the next run is at the planned time of the store’s time zone', () => {
  const info = scheduleInfo(parseEnv({ PIPELINE_CRON: '30 2 * * *', STORE_TIMEZONE: 'Asia/Kolkata' }))
  expect(info).toMatchObject({ cron: '30 2 * * *', timeZone: 'Asia/Kolkata' })
  expect(info.nextRunAt.toISOString()).toMatch(/T21:00:00.000Z$/)
  expect(info.nextRunAt.getTime()).toBeGreaterThan(Date.now())
})
