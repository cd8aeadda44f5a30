import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { closePrisma } from '@/lib/db/prisma'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { requestOf, signedIn } from '@/tests/helpers/signed-in'
import { PUT, GET as readOne } from './[name]/route'
import { GET as list } from './route'

let db: TestDatabase
let admin: string
let viewer: string
beforeAll(async () => {
  db = await testDatabase()
  process.env.DATABASE_URL = db.url
  await closePool()
  admin = await signedIn('admin@shop.example', 'admin')
  viewer = await signedIn('viewer@shop.example', 'viewer')
  await db.pool.query(`
    insert into pipeline.checks (name, kind, level, severity, description, what_to_do, threshold, threshold_unit) values
      ('rows_add_up', 'sql', 'row', 'blocking', 'Rows add up, all of them.', 'Report it.', null, null),
      ('days_are_alike', 'sql', 'statistical', 'warning', 'Days are alike.', 'Look.', 5, 'times');
    insert into pipeline.runs (id, status, trigger, inbox_dir) values (1, 'published', 'cli', '/in');
    insert into pipeline.check_results (run_id, name, level, severity, status, failing_rows, sample, seconds, threshold) values
      (1, 'rows_add_up', 'row', 'blocking', 'passed', 0, '[]', 0.5, null),
      (1, 'days_are_alike', 'statistical', 'warning', 'warned', 2, '[{"date": "2026-01-01"}]', 0.25, 5)`)
})
afterAll(async () => {
  await closePrisma()
  await closePool()
  await db.close()
})

const PATH = '/api/pipeline/checks'
const get = (search = '', init: object = { cookie: viewer }) =>
  list(requestOf(`${PATH}${search}`, init), { params: Promise.resolve({}) })
const named = (name: string) => ({ params: Promise.resolve({ name }) })
const put = (name: string, body: string, init: object = { cookie: admin }) =>
  PUT(requestOf(`${PATH}/${name}`, { method: 'PUT', body, ...init }), named(name))

describe('GET /api/pipeline/checks', () => {
  it('lists checks with their latest result, filtered', async () => {
    const all = await (await get()).json()
    expect(all.runs).toEqual([{ runId: 1, passed: 1, warned: 1, failed: 0, seconds: 0.75 }])
    expect(all.items.map((check: { name: string }) => check.name)).toEqual(['rows_add_up', 'days_are_alike'])
    expect((await (await get('?status=warned&level=statistical')).json()).items).toMatchObject([
      {
        name: 'days_are_alike',
        latest: { runId: 1, failingRows: 2 },
        threshold: { value: 5, unit: 'times' },
      },
    ])
    expect((await get('?level=cosmic')).status).toBe(400)
  })

  it('gives the same as CSV', async () => {
    const response = await get('?format=csv')
    expect(response.headers.get('content-disposition')).toContain('checks.csv')
    const lines = (await response.text()).split('\r\n')
    expect(lines[0]).toBe(
      'check,kind,level,severity,threshold,threshold_unit,run,status,failing_rows,seconds,note,description,what_to_do',
    )
    expect(lines[1]).toBe(
      'rows_add_up,sql,row,blocking,,,1,passed,0,0.5,,"Rows add up, all of them.",Report it.',
    )
    expect(lines[2]).toContain('days_are_alike,sql,statistical,warning,5,times,1,warned,2,')
  })

  it('is for those who are signed in', async () => {
    expect((await get('', {})).status).toBe(401)
    expect((await readOne(requestOf(`${PATH}/rows_add_up`), named('rows_add_up'))).status).toBe(401)
  })
})

describe('/api/pipeline/checks/NAME', () => {
  it('has the rows of the newest finding', async () => {
    const request = requestOf(`${PATH}/days_are_alike`, { cookie: viewer })
    expect(await (await readOne(request, named('days_are_alike'))).json()).toMatchObject({
      whatToDo: 'Look.',
      lastFinding: { runId: 1, sample: [{ date: '2026-01-01' }] },
    })
    expect((await readOne(request, named('no_such'))).status).toBe(404)
  })

  it('takes a threshold from an admin only', async () => {
    expect((await put('days_are_alike', '{"threshold": 8}', {})).status).toBe(401)
    expect((await put('days_are_alike', '{"threshold": 8}', { cookie: viewer })).status).toBe(403)
    expect(await (await put('days_are_alike', '{"threshold": 8}')).json()).toMatchObject({
      thresholdOverride: 8,
    })
    expect(await (await put('days_are_alike', '{"threshold": null}')).json()).toMatchObject({
      thresholdOverride: null,
    })
  })

  it.each([
    ['days_are_alike', '{"threshold": -1}', 400],
    ['days_are_alike', '{"threshold": "many"}', 400],
    ['days_are_alike', 'no json', 400],
    ['rows_add_up', '{"threshold": 1}', 422],
    ['no_such', '{"threshold": 1}', 404],
  ])('PUT %s with %s answers %i', async (name, body, status) => {
    expect((await put(name, body)).status).toBe(status)
  })
})
