import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { fillSmallWarehouse } from '@/tests/helpers/small-warehouse'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await fillSmallWarehouse(db.pool)
})
afterAll(() => db?.close())

function query(...args: string[]) {
  const { DATABASE_URL: _, REDIS_URL: __, ...rest } = process.env
  const env = { ...rest, DATABASE_URL: db.url, STORE_TIMEZONE: 'Europe/Berlin' }
  const done = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/query.ts', ...args], {
    env,
    encoding: 'utf8',
  })
  return { code: done.status, out: done.stdout, err: done.stderr }
}

describe('npm run query', () => {
  it('prints one line of JSON: version, columns with units, rows with amounts as decimal strings', () => {
    const { code, out, err } = query(
      ...['--metrics', 'net_sales,orders', '--by', 'month', '--where', 'channel=web', '--json'],
      ...['--from', '2026-01-01', '--to', '2026-02-28'],
    )
    expect([code, err]).toEqual([0, ''])
    expect(JSON.parse(out)).toEqual({
      version: 1,
      columns: [
        { name: 'month', label: 'Month', unit: 'date', kind: 'dimension' },
        { name: 'net_sales', label: 'Net sales', unit: 'money', kind: 'metric' },
        { name: 'orders', label: 'Orders', unit: 'count', kind: 'metric' },
      ],
      rows: [
        { month: '2026-01-01', net_sales: '24.00', orders: 1 },
        { month: '2026-02-01', net_sales: '44.50', orders: 2 },
      ],
    })
  })

  it('prints a table for people', () => {
    const { code, out } = query('--metrics', 'net_sales,margin', '--by', 'category')
    expect(code).toBe(0)
    expect(out.split('\n')).toEqual([
      'category  net_sales  margin',
      '────────  ─────────  ──────',
      '(none)       €27.00       –',
      'Drinks       €11.00  −81.8%',
      'Tea          €19.50   59.0%',
      '',
      'Load 1, sales through 2026-02-20.',
      '',
    ])
  })

  it('refuses a wrong question with exit code 2 and what would be right', () => {
    const { code, out, err } = query('--metrics', 'net_sale')
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('Did you mean net_sales?')
    expect(query('--metric', 'x')).toMatchObject({ code: 2, err: expect.stringContaining('Usage:') })
  })
})
