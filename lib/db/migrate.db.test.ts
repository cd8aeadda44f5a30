import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DatabaseError } from '@/lib/core/errors'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { applyMigrations } from './migrate'
import { schemaDrift } from './schema-engine'

const schema = readFileSync('prisma/schema.prisma', 'utf8')
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase({ empty: true })
})
afterAll(() => db.close())

test('two starters at once migrate an empty database once', async () => {
  const done = await Promise.all([applyMigrations(db.url), applyMigrations(db.url)])
  const migrations = readdirSync('prisma/migrations').filter((name) => /^\d/.test(name))
  expect(done.map((names) => names.length).sort()).toEqual([0, migrations.length])
  expect(await applyMigrations(db.url)).toEqual([])
})

test('the migrated database and schema.prisma agree', async () => {
  expect(await schemaDrift(db.url, schema)).toBeUndefined()
})

test('a column that only the schema has is reported as drift', async () => {
  const changed = schema.replace('model Setting {', 'model Setting {\n  note String?')
  expect(await schemaDrift(db.url, changed)).toMatch(/ADD COLUMN\s+"note"/)
})

test('an index that only the database has is reported as drift', async () => {
  await db.pool.query('create index extra on warehouse.fact_sales (channel)')
  expect(await schemaDrift(db.url, schema)).toMatch(/DROP INDEX "warehouse"."extra"/)
  await db.pool.query('drop index warehouse.extra')
})

test('facts are partitioned by date_key without a default partition', async () => {
  const { rows } = await db.pool.query(
    `select relname::text as name, pg_get_partkeydef(oid) as key from pg_class where relkind = 'p' order by 1`,
  )
  expect(rows).toEqual(
    ['fact_orders', 'fact_refunds', 'fact_sales', 'inventory_movements'].map((name) => ({
      name,
      key: 'RANGE (date_key)',
    })),
  )
  const partitions = await db.pool.query(
    `select 1 from pg_inherits where inhparent in (select oid from pg_class where relkind = 'p')`,
  )
  expect(partitions.rowCount).toBe(0)
})

test('every table carries a comment with its grain', async () => {
  const { rows } = await db.pool.query(
    `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('auth', 'pipeline', 'warehouse') and c.relkind in ('r', 'p') and obj_description(c.oid) is null`,
  )
  expect(rows).toEqual([])
})

test('prisma/README.md describes every table', async () => {
  const text = readFileSync('prisma/README.md', 'utf8')
  const { rows } = await db.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('pipeline', 'warehouse') and c.relkind in ('r', 'p')`,
  )
  expect(rows.length).toBeGreaterThan(20)
  expect(rows.map(({ name }) => name).filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([])
})

test('the guest customer and the lease exist from the start', async () => {
  const guest = await db.pool.query(
    `select customer_id, valid_from <= '1900-01-01' and valid_to >= '9999-12-31' as always from warehouse.dim_customers where customer_key = 0`,
  )
  expect(guest.rows).toEqual([{ customer_id: null, always: true }])
  expect((await db.pool.query('select id, epoch from pipeline.lease')).rows).toEqual([{ id: 1, epoch: '0' }])
})

test('an address where nothing listens is refused with what to do', async () => {
  const error = await applyMigrations('postgresql://me:secret@127.0.0.1:1/shop').catch((e: unknown) => e)
  expect(error).toBeInstanceOf(DatabaseError)
  expect((error as DatabaseError).whatToDo).toMatch(/Nothing listens at 127.0.0.1:1/)
  expect((error as DatabaseError).message).not.toContain('secret')
})

test('a wrong password and a missing database are told apart', async () => {
  const wrong = new URL(db.url)
  wrong.password = 'nope'
  await expect(applyMigrations(wrong.href)).rejects.toMatchObject({
    whatToDo: expect.stringMatching(/password/),
  })
  const missing = new URL(db.url)
  missing.pathname = '/nowhere'
  await expect(applyMigrations(missing.href)).rejects.toMatchObject({
    whatToDo: expect.stringMatching(/createdb nowhere/),
  })
})

test('a database of a newer Storeroom is left alone', async () => {
  await db.pool.query(
    `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
     values ('newer', 'x', now(), '29990101000000_later', 1)`,
  )
  await expect(applyMigrations(db.url)).rejects.toMatchObject({ code: 'newer_database' })
  await db.pool.query(`delete from _prisma_migrations where id = 'newer'`)
})
