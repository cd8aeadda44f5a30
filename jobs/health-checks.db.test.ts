import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseEnv } from '@/lib/core/env'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { healthChecks } from './health-checks'
import type { HealthContext } from './orchestrate/health'

let db: TestDatabase
let home: string
let context: HealthContext
beforeAll(async () => {
  db = await testDatabase()
  home = mkdtempSync(join(tmpdir(), 'storeroom-health-'))
  context = { inboxDir: home, env: parseEnv({ STOREROOM_HOME: home }), db: db.pool, resuming: false }
})
afterAll(async () => {
  await db.close()
  rmSync(home, { recursive: true })
})

const look = async (name: string, change: Partial<HealthContext> = {}) =>
  healthChecks.find((check) => check.name === name)?.look({ ...context, ...change })

test('a healthy machine says what was found', async () => {
  expect(await look('database')).toMatch(/^PostgreSQL \d+(\.\d+)?, migrated$/)
  expect(await look('inbox')).toMatch(/^\d+ entries in /)
  expect(await look('disk')).toMatch(/free at .*, about 67 MB needed$/)
})

test('a file larger than the disk is refused, unless it was loaded before', async () => {
  writeFileSync(join(home, 'huge.csv'), 'order_id\n')
  try {
    truncateSync(join(home, 'huge.csv'), 2 ** 43)
  } catch {
    return // this file system knows no file of that size
  }
  await expect(look('disk')).rejects.toMatchObject({
    name: 'DiskError',
    code: 'disk_space',
    whatToDo: expect.stringMatching(/^Free at least .* TB there/),
  })
  await db.pool.query(
    `insert into pipeline.source_files (sha256, name, size_bytes, archive_path, arrived_at, effective_at, status, header, unknown_columns)
     values (repeat('a', 64), 'huge.csv', $1, 'archive/a.csv', now(), now(), 'loaded', '{}', '{}')`,
    [2 ** 43],
  )
  expect(await look('disk')).toMatch(/about 67 MB needed$/)
  // Loaded again it is read again.
  await expect(look('disk', { reloadFileIds: [1] })).rejects.toMatchObject({ code: 'disk_space' })
  expect(await look('disk', { resuming: true })).toMatch(/about 67 MB needed$/)
})

test('a folder that is not there is refused, as inbox and as home', async () => {
  await expect(look('inbox', { inboxDir: '/nowhere' })).rejects.toMatchObject({ code: 'inbox_unreadable' })
  expect(await look('inbox', { inboxDir: '/nowhere', resuming: true })).toBe('not needed any more')
  await expect(look('disk', { env: parseEnv({ STOREROOM_HOME: '/nowhere' }) })).rejects.toMatchObject({
    code: 'home_unusable',
  })
})

test('a database that lacks a migration is named', async () => {
  await db.pool.query(`delete from _prisma_migrations where migration_name like '%_orchestration'`)
  await expect(look('database')).rejects.toMatchObject({
    name: 'DatabaseError',
    code: 'not_migrated',
    message: 'The database lacks 20261125010000_orchestration.',
  })
})
