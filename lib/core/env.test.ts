import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseEnv } from './env'
import { EnvError } from './errors'

const refusal = (source: Record<string, string>): EnvError => {
  try {
    parseEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error
  }
  throw new Error('It was accepted.')
}

describe('the environment', () => {
  test('works with nothing set', () => {
    expect(parseEnv({})).toMatchObject({
      databaseUrl: undefined,
      port: 3000,
      home: resolve('var'),
      inboxDir: resolve('var/inbox'),
      pipelineCron: '0 3 * * *',
      storeTimezone: 'UTC',
      reportingCurrency: 'EUR',
      adminEmail: 'admin@storeroom.local',
      fiscalYearStart: 1,
      demo: true,
    })
  })

  test('takes an empty variable as not set', () => {
    expect(parseEnv({ DATABASE_URL: '', PORT: ' ', ADMIN_PASSWORD: '' })).toMatchObject({ port: 3000 })
  })

  test('puts the inbox below the home folder unless told otherwise', () => {
    expect(parseEnv({ STOREROOM_HOME: '/srv/shop' }).inboxDir).toBe('/srv/shop/inbox')
    expect(parseEnv({ STOREROOM_HOME: '/srv/shop', INBOX_DIR: '/drop' }).inboxDir).toBe('/drop')
  })

  test.each([
    ['PORT', '0'],
    ['PORT', '3e3'],
    ['DATABASE_URL', 'mysql://host/db'],
    ['REDIS_URL', 'localhost:6379'],
    ['PIPELINE_CRON', 'every day'],
    ['STORE_TIMEZONE', 'Middle/Earth'],
    ['REPORTING_CURRENCY', 'eur'],
    ['ADMIN_EMAIL', 'admin'],
    ['ADMIN_PASSWORD', 'short'],
    ['API_TOKEN', 'short'],
    ['FISCAL_YEAR_START', '13'],
    ['HOLIDAY_COUNTRY', 'Germany'],
    ['STOREROOM_DEMO', 'no'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s naming the variable and what it takes', (name, value) => {
    const error = refusal({ [name]: value })
    expect(error.message).toMatch(new RegExp(`^${name} got .*; it takes .+\\.$`))
  })

  test('names every wrong variable at once', () => {
    expect(refusal({ PORT: 'x', LOG_LEVEL: 'x' }).message.split('\n')).toHaveLength(2)
  })

  test('never repeats a secret', () => {
    expect(
      refusal({ DATABASE_URL: 'oracle://me:hunter2@h/db', ADMIN_PASSWORD: 'hunter3' }).message,
    ).not.toMatch(/hunter/)
  })
})
