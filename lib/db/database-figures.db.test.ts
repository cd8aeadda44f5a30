import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePool, pool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { databaseFigures } from './database-figures'
import { enableSlowStatements, slowStatements } from './slow-statements'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  process.env.DATABASE_URL = db.url
  await closePool()
})
afterAll(async () => {
  await closePool()
  await db.close()
})

describe('the size of the database', () => {
  it('names schemas and the largest tables, a partitioned one as a whole', async () => {
    await pool().query(`
      create table partitions.fact_orders_2026q4 (like warehouse.fact_orders including all);
      alter table warehouse.fact_orders attach partition partitions.fact_orders_2026q4 for values from (20261001) to (20270101);
      create table partitions.fact_orders_2026q3 (like warehouse.fact_orders including all);
      alter table warehouse.fact_orders attach partition partitions.fact_orders_2026q3 for values from (20260701) to (20261001);
      insert into pipeline.runs (status, trigger, inbox_dir) select 'cancelled', 'cli', '/in' from generate_series(1, 20000);
      analyze pipeline.runs`)
    const figures = await databaseFigures(100)
    const [{ bytes } = { bytes: 0 }] = (
      await pool().query<{ bytes: number }>('select pg_database_size(current_database())::float8 as bytes')
    ).rows
    expect(Math.abs(figures.bytes - bytes)).toBeLessThan(200_000)
    expect(figures.tables[0]).toMatchObject({ table: 'pipeline.runs', partitions: 0, rows: 20_000 })
    expect(figures.tables.find(({ table }) => table === 'warehouse.fact_orders')).toMatchObject({
      partitions: 2,
    })
    expect(figures.tables.some(({ table }) => table.includes('2026q4'))).toBe(false)
    const ofTables = figures.tables.reduce((sum, table) => sum + table.bytes, 0)
    const ofSchemas = figures.schemas.reduce((sum, schema) => sum + schema.bytes, 0)
    expect(ofTables).toBe(ofSchemas)
    expect(ofSchemas).toBeLessThan(figures.bytes)
    expect(figures.connections).toBeGreaterThan(0)
  })
})

describe('the slowest statements', () => {
  it('say that the statistics are off while nobody switched them on', async () => {
    expect(await slowStatements()).toEqual({ status: 'not_created' })
  })

  it('are read once switched on, with constants taken out and without what may carry a password', async () => {
    expect(await enableSlowStatements()).toBe(true)
    expect(await enableSlowStatements()).toBe(true)
    for (const id of [1, 2, 3]) {
      await pool().query(`-- a comment; of 'ours'\nselect pg_sleep(0.02) as nap, ${id} as secret_number`)
    }
    await pool().query(`create role nobody_${process.pid} password 'a secret'`)
    await pool().query(`drop role nobody_${process.pid}`)
    const read = await slowStatements(100)
    if (read.status !== 'on') throw new Error(read.status)
    const nap = read.statements.find(({ text }) => text.includes('as nap'))
    expect(nap).toMatchObject({ text: 'select pg_sleep($1) as nap, $2 as secret_number', calls: 3, rows: 3 })
    expect(nap?.meanMs).toBeGreaterThan(15)
    expect(nap?.totalMs).toBeCloseTo((nap?.meanMs ?? 0) * 3)
    expect(JSON.stringify(read)).not.toMatch(/a secret|role nobody/)
    const totals = read.statements.map(({ totalMs }) => totalMs)
    expect(totals).toEqual([...totals].sort((a, b) => b - a))
  })

  it('cannot be switched on by a user who may not, and then nothing has changed', async () => {
    const role = `plain_${process.pid}`
    await pool().query('drop extension pg_stat_statements')
    await pool().query(`create role ${role} login password 'plain'`)
    const address = new URL(db.url)
    Object.assign(address, { username: role, password: 'plain' })
    const plain = new pg.Pool({ connectionString: address.href, max: 1 })
    expect(await enableSlowStatements(plain)).toBe(false)
    await plain.end()
    expect(await slowStatements()).toEqual({ status: 'not_created' })
    await pool().query(`drop role ${role}`)
  })
})
