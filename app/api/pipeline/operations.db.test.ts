import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { closePrisma } from '@/lib/db/prisma'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { requestOf, signedIn } from '@/tests/helpers/signed-in'
import { GET as log } from './runs/[id]/log/route'
import { GET as report } from './runs/[id]/report/route'
import { POST as rerun } from './runs/[id]/rerun/route'
import { POST as resume } from './runs/[id]/resume/route'
import { POST as enqueue } from './runs/route'
import { POST as changeSchedule, GET as schedule } from './schedule/route'
import { GET as workers } from './workers/route'

let db: TestDatabase
let home: string
let admin: string
let viewer: string

beforeAll(async () => {
  db = await testDatabase()
  home = await mkdtemp(join(tmpdir(), 'storeroom-api-'))
  Object.assign(process.env, { DATABASE_URL: db.url, STOREROOM_HOME: home, INBOX_DIR: join(home, 'inbox') })
  admin = await signedIn('admin@shop.example', 'admin')
  viewer = await signedIn('viewer@shop.example', 'viewer')
  await db.pool.query(`
    insert into pipeline.runs (status, trigger, inbox_dir, started_at, finished_at, error, rows_quarantined) values
      ('failed', 'schedule', '/inbox', now() - interval '2 hours', now() - interval '1 hour',
        '{"name": "QualityError", "kind": "quality", "message": "A check failed.", "task": "check", "whatToDo": "Mend it."}', 2),
      ('published', 'api', '/inbox', now(), now(), null, 0);
    update pipeline.runs set version = 1 where id = 2;
    insert into pipeline.task_runs (run_id, task, scope, status, attempt, started_at, finished_at, output, error) values
      (1, 'discover', '', 'succeeded', 1, now(), now(), '{"files": 1}', null),
      (1, 'check', '', 'failed', 1, now(), now(), null, '{"name": "QualityError", "message": "A check failed."}'),
      (1, 'publish', '', 'skipped', 0, null, now(), null, null);
    insert into pipeline.source_files (sha256, name, size_bytes, archive_path, arrived_at, effective_at, run_id, status, header,
        unknown_columns, reject_code, reject_message) values
      (repeat('a', 64), 'orders.csv', 10, 'archive/a.csv', '2026-11-20 23:30Z', now(), 1, 'loaded', '{}', '{}', null, null),
      (repeat('b', 64), 'photo.csv', 10, 'archive/b.csv', '2026-11-22 10:00Z', now(), 1, 'rejected', '{}', '{}', 'binary', 'Not text.'),
      (repeat('c', 64), 'new.csv', 10, 'archive/c.csv', '2026-11-22 11:00Z', now(), 1, 'received', '{}', '{}', null, null);
    insert into pipeline.quarantine (file_id, record_number, run_id, entity, rule, message, raw, state) values
      (1, 1, 1, 'orders', 'bad_date', 'no date', '{}', 'quarantined'), (1, 2, 1, 'orders', 'bad_date', 'no date', '{}', 'quarantined');
    insert into pipeline.check_results (run_id, name, level, severity, status, failing_rows, sample, seconds) values
      (1, 'stock_not_negative', 'business rule', 'blocking', 'failed', 3, '[{"product_id": "P1"}]', 0.1),
      (1, 'order_has_lines', 'referential', 'blocking', 'passed', 0, '[]', 0.1);
    insert into pipeline.run_log (run_id, at, task, level, message) values
      (1, now(), 'discover', 'info', 'one'), (1, now(), 'check', 'error', 'two'), (1, now(), null, 'warn', 'three');
    insert into pipeline.recoveries (run_id, cause, task, detail, last_sign_at, detected_at, resumed_at, seconds) values
      (1, 'killed', 'load', 'The process was killed.', now(), now(), now(), 0.8);
    insert into pipeline.workers (id, host, pid, state, run_id, heartbeat_at) values
      ('a:1:x', 'a', 1, 'executing', 2, now()), ('b:2:y', 'b', 2, 'executing', 1, now() - interval '20 s'),
      ('c:3:z', 'c', 3, 'standby', null, now())`)
})
afterAll(async () => {
  await closePrisma()
  await closePool()
  await db.close()
  await rm(home, { recursive: true, force: true })
})

const withId = (id: number) => ({ params: Promise.resolve({ id: String(id) }) })
const noParams = { params: Promise.resolve({}) }
const post = (path: string, body?: unknown, cookie = admin) =>
  requestOf(path, { method: 'POST', cookie, body: body === undefined ? undefined : JSON.stringify(body) })
const get = (path: string) => requestOf(path, { cookie: viewer })
const start = (body?: unknown) => enqueue(post('/api/pipeline/runs', body), noParams)
const code = async (response: Response) => [response.status, (await response.json()).error.code]

describe('reload', () => {
  it('queues the chosen files, and the same ones once', async () => {
    const first = await start({ action: 'reload', fileIds: [2, 1] })
    expect(first.status).toBe(202)
    const { run } = await first.json()
    expect(await (await start({ action: 'reload', fileIds: [1, 2] })).json()).toEqual({
      run,
      already: true,
      files: 2,
    })
    // A run over the inbox is another one.
    expect(await (await start()).json()).toMatchObject({ already: false })
    const { rows } = await db.pool.query(
      'select reload_file_ids::int[] as ids from pipeline.runs where id = $1',
      [run],
    )
    expect(rows).toEqual([{ ids: [1, 2] }])
  })

  it('takes the days of arrival in the store’s time zone, and leaves out what no run has read', async () => {
    const answer = await start({ action: 'reload', arrivedFrom: '2026-11-22', arrivedTo: '2026-11-30' })
    expect(await answer.json()).toMatchObject({ files: 1 })
  })

  it.each([
    [{ action: 'reload', fileIds: [3] }, [422, 'not_reloadable']],
    [{ action: 'reload', fileIds: [99] }, [422, 'not_reloadable']],
    [{ action: 'reload', arrivedFrom: '2020-01-01', arrivedTo: '2020-01-02' }, [422, 'no_files']],
    [{ action: 'reload', arrivedFrom: 'yesterday', arrivedTo: '2020-01-02' }, [400, 'bad_request']],
    [{ action: 'reload' }, [400, 'bad_request']],
    [{ action: 'explode' }, [400, 'bad_request']],
  ])('refuses %j', async (body, expected) => {
    expect(await code(await start(body))).toEqual(expected)
  })
})

describe('the error report of a run', () => {
  it('says what failed, what to do, and what it left', async () => {
    const body = await (await report(get('/api/pipeline/runs/1/report'), withId(1))).json()
    expect(body).toMatchObject({
      summary: 'Run 1 failed in check: A check failed. Nothing of it was published.',
      run: { id: 1, status: 'failed', error: { kind: 'quality', whatToDo: 'Mend it.' } },
      failedTask: { task: 'check', scope: null, attempt: 1 },
      errors: [{ task: 'check', earlier: false, error: { message: 'A check failed.' } }],
      refusedFiles: [{ name: 'photo.csv', code: 'binary', message: 'Not text.' }],
      failedChecks: [{ name: 'stock_not_negative', failingRows: 3, sample: [{ product_id: 'P1' }] }],
      quarantine: [{ fileName: 'orders.csv', rule: 'bad_date', rows: 2 }],
      recoveries: [{ cause: 'killed', task: 'load', seconds: 0.8 }],
      log: [{ message: 'one' }, { message: 'two' }, { message: 'three' }],
    })
    expect((await report(get('/api/pipeline/runs/999/report'), withId(999))).status).toBe(404)
  })

  it('goes with its log, by task and from a line on', async () => {
    const ask = async (search: string) =>
      (await (await log(get(`/api/pipeline/runs/1/log${search}`), withId(1))).json()).items.map(
        (line: { message: string }) => line.message,
      )
    expect(await ask('')).toEqual(['one', 'two', 'three'])
    expect(await ask('?task=check')).toEqual(['two'])
    expect(await ask('?after=2')).toEqual(['three'])
  })
})

describe('running again', () => {
  it('as a new run that names the one it repeats', async () => {
    const answer = await rerun(post('/api/pipeline/runs/2/rerun'), withId(2))
    const { run } = await answer.json()
    expect([answer.status, answer.headers.get('location')]).toEqual([202, `/api/pipeline/runs/${run}`])
    const { rows } = await db.pool.query('select repeats::int, inbox_dir from pipeline.runs where id = $1', [
      run,
    ])
    expect(rows).toEqual([{ repeats: 2, inbox_dir: '/inbox' }])
    expect(await code(await rerun(post('/x'), withId(run)))).toEqual([409, 'not_ended'])
  })

  it('from the failed task, keeping what is done and the error', async () => {
    const answer = await resume(post('/api/pipeline/runs/1/resume'), withId(1))
    expect([answer.status, await answer.json()]).toEqual([202, { run: 1, from: 'check' }])
    const { rows } = await db.pool.query(
      `select task, status, output from pipeline.task_runs where run_id = 1 order by id`,
    )
    expect(rows).toEqual([
      { task: 'discover', status: 'succeeded', output: { files: 1 } },
      { task: 'check', status: 'pending', output: null },
      { task: 'publish', status: 'pending', output: null },
    ])
    const body = await (await report(get('/api/pipeline/runs/1/report'), withId(1))).json()
    expect(body.errors).toMatchObject([
      { earlier: true, task: 'check', error: { message: 'A check failed.' } },
    ])
    expect(await code(await resume(post('/x'), withId(1)))).toEqual([409, 'not_failed'])
    expect(await code(await resume(post('/x'), withId(999)))).toEqual([404, 'no_such_run'])
  })

  it.each([rerun, resume])('only for an admin', async (call) => {
    expect(await code(await call(post('/x', undefined, viewer), withId(2)))).toEqual([403, 'admin_only'])
    expect((await call(requestOf('/x', { method: 'POST' }), withId(2))).status).toBe(401)
  })
})

describe('the schedule', () => {
  const change = (body: unknown, cookie = admin) =>
    changeSchedule(post('/api/pipeline/schedule', body, cookie), noParams)

  it('comes from the environment until somebody sets another one', async () => {
    const now = await (await schedule(get('/api/pipeline/schedule'), noParams)).json()
    expect(now).toMatchObject({
      status: 'active',
      cron: '0 3 * * *',
      timeZone: 'UTC',
      isDefault: true,
      catchUp: 'skip',
    })
    const changed = await (
      await change({ cron: '30 2 * * *', timeZone: 'Asia/Kolkata', catchUp: 'once', pauseAfter: 5 })
    ).json()
    expect(changed).toMatchObject({ isDefault: false, cron: '30 2 * * *', catchUp: 'once', pauseAfter: 5 })
    expect(changed.nextRunAt).toMatch(/T21:00:00.000Z$/)
    expect(await (await change({ cron: null, timeZone: null })).json()).toMatchObject({ isDefault: true })
  })

  it('is paused with who and why, and resumed', async () => {
    const paused = await (await change({ paused: true, reason: 'Stocktaking.' })).json()
    expect(paused).toMatchObject({ status: 'paused', pausedBy: 'admin@shop.example', reason: 'Stocktaking.' })
    expect(paused.nextRunAt).toBeUndefined()
    expect(await (await change({ paused: false })).json()).toMatchObject({
      status: 'active',
      failuresInRow: 0,
    })
  })

  it.each([
    { cron: 'now and then' },
    { timeZone: 'Mars/Olympus' },
    { pauseAfter: -1 },
    {},
    { colour: 'red' },
  ])('refuses %j', async (body) => {
    expect(await code(await change(body))).toEqual([400, 'bad_request'])
  })

  it('is changed only by an admin', async () => {
    expect(await code(await change({ paused: true }, viewer))).toEqual([403, 'admin_only'])
  })
})

it('lists the workers, those silent as lost', async () => {
  const body = await (await workers(get('/api/pipeline/workers'), noParams)).json()
  expect(body.workers).toMatchObject([
    { host: 'a', state: 'executing', runId: 2 },
    { host: 'c', state: 'standby' },
    { host: 'b', state: 'lost', runId: 1 },
  ])
  expect(body.recoveries).toMatchObject([{ runId: 1, seconds: 0.8 }])
  expect(body.breakers).toEqual([])
})
