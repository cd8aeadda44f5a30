import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { closeCache } from '@/lib/cache'
import { closePool } from '@/lib/db/pool'
import { closePrisma } from '@/lib/db/prisma'
import { notify } from '@/lib/pipeline/events'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { requestOf, signedIn } from '@/tests/helpers/signed-in'
import { GET as health } from '../health/route'
import { GET as metrics } from '../metrics/route'
import { GET as query } from '../query/route'
import { endStreams, openStreams } from './events/open-streams'
import { GET as events } from './events/route'
import { GET as files } from './files/route'
import { GET as quarantine } from './quarantine/route'
import { POST as cancel } from './runs/[id]/cancel/route'
import { GET as run } from './runs/[id]/route'
import { POST as enqueue, GET as runs } from './runs/route'
import { receiveUploads } from './upload/receive'
import { POST as upload } from './upload/route'

const TOKEN = 'a token of some length'
let db: TestDatabase
let home: string
let inbox: string
let admin: string
let viewer: string

const noParams = { params: Promise.resolve({}) }
const withId = (id: string) => ({ params: Promise.resolve({ id }) })
const errorOf = async (response: Response) => (await response.json()).error.code

beforeAll(async () => {
  db = await testDatabase()
  home = await mkdtemp(join(tmpdir(), 'storeroom-api-'))
  inbox = join(home, 'inbox')
  Object.assign(process.env, { DATABASE_URL: db.url, STOREROOM_HOME: home, API_TOKEN: TOKEN })
  delete process.env.REDIS_URL
  delete process.env.INBOX_DIR
  admin = await signedIn('admin@shop.example', 'admin')
  viewer = await signedIn('viewer@shop.example', 'viewer')
})
afterAll(async () => {
  await closeCache()
  await closePrisma()
  await closePool()
  await db.close()
  await rm(home, { recursive: true, force: true })
})

describe('who may call', () => {
  const post = (init: Parameters<typeof requestOf>[1]) =>
    enqueue(requestOf('/api/pipeline/runs', { method: 'POST', ...init }), noParams)

  it('refuses a call without a session', async () => {
    const response = await post({})
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({
      error: {
        code: 'not_signed_in',
        message: expect.any(String),
        whatToDo: expect.stringContaining('API_TOKEN'),
      },
    })
  })

  it('lets a viewer look and not run', async () => {
    expect((await runs(requestOf('/api/pipeline/runs', { cookie: viewer }), noParams)).status).toBe(200)
    const refused = await post({ cookie: viewer })
    expect([refused.status, await errorOf(refused)]).toEqual([403, 'admin_only'])
  })

  it.each([
    ['another site', { origin: 'http://evil.example' }],
    ['a request that names no origin', { origin: '' }],
    ['a browser that says cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour that says same-site', { 'sec-fetch-site': 'same-site' }],
  ])('refuses a change with the admin’s cookie from %s', async (_, headers) => {
    const refused = await post({ cookie: admin, headers: headers as Record<string, string> })
    expect([refused.status, await errorOf(refused)]).toEqual([403, 'wrong_origin'])
  })

  it('refuses a wrong token even beside a valid cookie', async () => {
    const refused = await post({ cookie: admin, token: 'a token of some lengtH' })
    expect([refused.status, await errorOf(refused)]).toEqual([401, 'wrong_token'])
  })

  it('leaves no run behind when it refuses', async () => {
    const { total } = await (await runs(requestOf('/api/pipeline/runs', { cookie: viewer }), noParams)).json()
    expect(total).toBe(0)
  })
})

describe('runs', () => {
  it('queues one run however often it is asked, by cookie or by token', async () => {
    const first = await enqueue(requestOf('/api/pipeline/runs', { method: 'POST', cookie: admin }), noParams)
    const second = await enqueue(
      requestOf('/api/pipeline/runs', { method: 'POST', token: TOKEN, headers: { origin: '' } }),
      noParams,
    )
    expect([first.status, second.status]).toEqual([202, 202])
    const { run: id, already } = await first.json()
    expect(already).toBe(false)
    expect(first.headers.get('location')).toBe(`/api/pipeline/runs/${id}`)
    expect(await second.json()).toEqual({ run: id, already: true })
    const detail = await (
      await run(requestOf(`/api/pipeline/runs/${id}`, { cookie: viewer }), withId(String(id)))
    ).json()
    expect(detail).toMatchObject({
      id,
      status: 'queued',
      trigger: 'button',
      requestedBy: 'admin@shop.example',
      inboxDir: inbox,
    })
    expect(detail).toMatchObject({ tasks: expect.any(Array), checkResults: [], filesTaken: [] })
  })

  it('cancels a run that waits, and says so when there is nothing to cancel', async () => {
    const queued = await enqueue(requestOf('/api/pipeline/runs', { method: 'POST', token: TOKEN }), noParams)
    const id = String((await queued.json()).run)
    const post = (init: object) =>
      cancel(requestOf(`/api/pipeline/runs/${id}/cancel`, { method: 'POST', ...init }), withId(id))
    expect((await post({ cookie: viewer })).status).toBe(403)
    expect((await post({ cookie: admin })).status).toBe(202)
    expect((await post({ cookie: admin })).status).toBe(409)
  })

  it.each([
    ['999999', 404],
    ['abc', 400],
    ['0', 400],
    ['1e400', 400],
  ])('answers run %s with %i', async (id, status) => {
    expect((await run(requestOf(`/api/pipeline/runs/${id}`, { cookie: viewer }), withId(id))).status).toBe(
      status,
    )
  })

  it('refuses a page that is no number', async () => {
    const response = await runs(requestOf('/api/pipeline/runs?page=x', { cookie: viewer }), noParams)
    expect([response.status, await errorOf(response)]).toEqual([400, 'bad_request'])
  })
})

describe('files and quarantine', () => {
  beforeAll(async () => {
    await db.pool.query(
      `insert into pipeline.source_files (sha256, name, size_bytes, archive_path, arrived_at, effective_at, status, entity,
         header, unknown_columns, rows_read, rows_loaded, rows_quarantined)
       values (repeat('a', 64), 'orders.csv', 10, 'a', now(), now(), 'loaded', 'orders', '{}', '{}', 3, 1, 2)`,
    )
    await db.pool.query(
      `insert into pipeline.quarantine (file_id, record_number, run_id, entity, rule, column_name, value, message, raw, state)
       select f.id, n, 1, 'orders', rule, 'status', value, 'not a status, "really"', jsonb_build_object('status', value), state
       from pipeline.source_files f, (values (1, 'unknown_value', '=cmd|calc', 'quarantined'), (2, 'missing_rate', 'CHF', 'waiting'))
         as v (n, rule, value, state)`,
    )
  })

  const get = (search: string) =>
    quarantine(requestOf(`/api/pipeline/quarantine${search}`, { cookie: viewer }), noParams)

  it('lists files with what became of their rows', async () => {
    const { items } = await (
      await files(requestOf('/api/pipeline/files?status=loaded', { cookie: viewer }), noParams)
    ).json()
    expect(items).toMatchObject([
      { name: 'orders.csv', balanced: true, rows: { read: 3, loaded: 1, quarantined: 2 } },
    ])
  })

  it('filters rows kept aside by rule, entity and state', async () => {
    expect((await (await get('')).json()).total).toBe(2)
    expect((await (await get('?state=waiting')).json()).items).toMatchObject([{ rule: 'missing_rate' }])
    expect((await (await get('?rule=unknown_value&entity=orders')).json()).total).toBe(1)
    expect((await (await get('?entity=refunds')).json()).total).toBe(0)
    expect((await get('?state=lost')).status).toBe(400)
  })

  it('gives the same rows as CSV, without a cell a spreadsheet would run', async () => {
    const response = await get('?format=csv')
    expect(response.headers.get('content-type')).toContain('text/csv')
    const lines = (await response.text()).split('\r\n')
    expect(lines[0]).toBe('file,record,entity,rule,column,value,message,state,quarantined_at,raw')
    expect(lines).toHaveLength(4)
    expect(lines[1]).toContain(
      `orders.csv,1,orders,unknown_value,status,'=cmd|calc,"not a status, ""really""",quarantined`,
    )
  })
})

describe('health and figures', () => {
  it('is well only once a load is published, and needs no sign-in', async () => {
    const before = await health()
    expect(before.status).toBe(503)
    expect(await before.json()).toMatchObject({ database: 'up', error: { code: 'no_load' } })
    await db.pool.query(
      "insert into pipeline.warehouse_version values (7, 1, 1, now(), '2026-01-01', '2026-01-02')",
    )
    const after = await health()
    expect(after.status).toBe(200)
    expect(await after.json()).toMatchObject({ status: 'ok', version: 7, redis: 'off' })
  })

  it('writes figures Prometheus reads, for those who may', async () => {
    expect((await metrics(requestOf('/api/metrics'), noParams)).status).toBe(401)
    const text = await (await metrics(requestOf('/api/metrics', { token: TOKEN }), noParams)).text()
    expect(text).toMatch(/^# HELP storeroom_runs_total /)
    expect(text).toContain('storeroom_load_version 7\n')
    expect(text).toContain('storeroom_quarantine_open_rows{state="waiting",rule="missing_rate"} 1\n')
    expect(text).toContain('storeroom_runs_total{status="cancelled"} 1\n')
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^# (HELP|TYPE) \w+ .+$|^\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?\d+(\.\d+)?(e[+-]\d+)?$/,
      )
    }
  })
})

describe('events', () => {
  it('passes on what the pipeline announces, and lets go of its connection when the reader goes', async () => {
    const leave = new AbortController()
    const response = await events(
      requestOf('/api/pipeline/events', { cookie: viewer, signal: leave.signal }),
      noParams,
    )
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (part: string) => {
      while (!text.includes(part)) text += (await reader.read()).value ?? ''
    }
    await until('"connected"')
    await notify({ type: 'published', runId: 1, version: 7 })
    await until('data: {"type":"published","runId":1,"version":7}\n\n')
    leave.abort()
    expect((await reader.read()).done).toBe(true)
    await vi.waitFor(async () => expect(await listeners()).toBe(0), { timeout: 5000 })
  })

  it('uses one database connection for any number of readers', async () => {
    const leave = new AbortController()
    const readers = await Promise.all(
      Array.from({ length: 5 }, () =>
        events(requestOf('/api/pipeline/events', { cookie: viewer, signal: leave.signal }), noParams),
      ),
    )
    await vi.waitFor(async () => expect(await listeners()).toBe(1), { timeout: 5000 })
    leave.abort()
    await Promise.all(readers.map((response) => response.text()))
  })

  it('ends with the process, which would otherwise wait for its readers', async () => {
    const response = await events(requestOf('/api/pipeline/events', { cookie: viewer }), noParams)
    expect(openStreams().size).toBe(1)
    endStreams()
    expect(await response.text()).toContain('retry:')
    expect(openStreams().size).toBe(0)
  })

  it('ends when the session does', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      const cookie = await signedIn('leaver@shop.example', 'viewer')
      const response = await events(requestOf('/api/pipeline/events', { cookie }), noParams)
      await db.pool.query("delete from auth.users where email = 'leaver@shop.example'")
      vi.advanceTimersByTime(15_000)
      expect(await response.text()).toContain(': still here')
    } finally {
      vi.useRealTimers()
    }
  })

  it('refuses readers who are not signed in', async () => {
    expect((await events(requestOf('/api/pipeline/events'), noParams)).status).toBe(401)
  })

  async function listeners(): Promise<number> {
    const { rows } = await db.pool.query(
      "select count(*)::int as n from pg_stat_activity where application_name = 'storeroom events' and datname = current_database()",
    )
    return rows[0].n
  }
})

describe('upload', () => {
  const ITEMS = 'Order ID;line_number;product_id;quantity;unit_price;colour\n1;1;A;2;3.50;red\n'

  const send = (parts: [name: string, content: string | Buffer][], init: object = { cookie: admin }) => {
    const body = new FormData()
    for (const [name, content] of parts)
      body.append('file', new Blob([Uint8Array.from(Buffer.from(content))]), name)
    return upload(requestOf('/api/pipeline/upload', { method: 'POST', body, ...init }), noParams)
  }

  it('is for admins', async () => {
    expect((await send([['a.csv', ITEMS]], { cookie: viewer })).status).toBe(403)
    expect((await send([['a.csv', ITEMS]], {})).status).toBe(401)
    await expect(readdir(inbox)).rejects.toThrow('ENOENT')
  })

  it('takes the good files of a form and answers each by itself', async () => {
    const response = await send([
      ['items.csv', ITEMS],
      ['wrong.csv', 'sku,price\n1,2\n'],
      ['short.csv', 'order_id,line_number,quantity,unit_price\n1,1,1,1\n'],
      ['../../escape.csv.gz', gzipSync(ITEMS)],
    ])
    expect(response.status).toBe(200)
    const answered = (await response.json()).files
    expect(answered).toMatchObject([
      {
        name: 'items.csv',
        accepted: true,
        savedAs: 'items.csv',
        entity: 'order_items',
        unknownColumns: ['colour'],
      },
      { name: 'wrong.csv', accepted: false, code: 'unknown_header' },
      {
        name: 'short.csv',
        accepted: false,
        code: 'missing_columns',
        entity: 'order_items',
        missingColumns: ['product_id'],
      },
      { accepted: true, savedAs: 'escape.csv.gz' },
    ])
    expect((await readdir(inbox)).sort()).toEqual(['escape.csv.gz', 'items.csv'])
    expect(await readFile(join(inbox, 'items.csv'), 'utf8')).toBe(ITEMS)
  })

  it('never writes over a file that is there', async () => {
    const other = ITEMS.replace('3.50', '4.50')
    const answered = (await (await send([['items.csv', other]])).json()).files
    expect(answered).toMatchObject([{ accepted: true, savedAs: 'items-2.csv' }])
    expect(await readFile(join(inbox, 'items.csv'), 'utf8')).toBe(ITEMS)
  })

  it.each([
    ['empty.csv', '', 'empty_file'],
    ['binary.csv', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'not_text'],
    ['broken.csv.gz', 'not gzip at all', 'broken_gzip'],
    ['book.xlsx', 'PK', 'not_csv'],
    ['line.csv', 'x'.repeat(400_000), 'no_header'],
  ])('refuses %s with what to do, and keeps nothing', async (name, content, code) => {
    const before = await readdir(inbox)
    const response = await send([[name, content]])
    expect(response.status).toBe(422)
    expect((await response.json()).files).toMatchObject([
      { name, accepted: false, code, whatToDo: expect.stringMatching(/\w/) },
    ])
    expect(await readdir(inbox)).toEqual(before)
  })

  it.each([
    ['UTF-16', Buffer.from(`\uFEFF${ITEMS}`, 'utf16le')],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${ITEMS}`)],
    ['Windows-1252', Buffer.from(ITEMS.replace('colour', 'größe'), 'latin1')],
    ['old Mac line ends', Buffer.from(ITEMS.replaceAll('\n', '\r'))],
    ['tabs and quotes', Buffer.from(`"${ITEMS.replaceAll(';', '"\t"').replaceAll('\n', '"\n"')}`)],
  ])('reads a header in %s', async (_, content) => {
    expect((await (await send([['read.csv', content]])).json()).files).toMatchObject([
      { accepted: true, entity: 'order_items' },
    ])
  })

  it('refuses a file beyond the limit and one that breaks off, and keeps nothing of either', async () => {
    const folder = join(home, 'other')
    await mkdir(folder)
    const boundary = 'X'
    const type = `multipart/form-data; boundary=${boundary}`
    const part = `--${boundary}\r\ncontent-disposition: form-data; name="f"; filename="a.csv"\r\n\r\n${ITEMS}`
    const whole = `${part}${'1;2;A;2;3.50;red\n'.repeat(1000)}\r\n--${boundary}--\r\n`
    const stream = (text: string) => new Blob([text]).stream()
    expect(await receiveUploads(stream(whole), type, folder, undefined, 1000)).toMatchObject([
      { accepted: false, code: 'too_large' },
    ])
    await expect(receiveUploads(stream(part), type, folder)).rejects.toMatchObject({ code: 'broken_upload' })
    const failing = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from(part)),
      pull: (controller) => controller.error(new Error('the client went away')),
    })
    await expect(receiveUploads(failing, type, folder)).rejects.toMatchObject({ code: 'broken_upload' })
    expect(await readdir(folder)).toEqual([])
  })

  it('clears away what a killed process left half received', async () => {
    const [old, fresh] = [join(inbox, '.upload-old.part'), join(inbox, '.upload-fresh.part')]
    await Promise.all([writeFile(old, 'x'), writeFile(fresh, 'x')])
    await utimes(old, new Date(), new Date(Date.now() - 2 * 86_400_000))
    await send([['cleared.csv', ITEMS]])
    const left = await readdir(inbox)
    expect(left).not.toContain('.upload-old.part')
    expect(left).toContain('.upload-fresh.part')
    await rm(fresh)
  })

  it('says so when the inbox cannot be written to', async () => {
    const file = join(home, 'not-a-folder')
    await writeFile(file, '')
    const form = `--X\r\ncontent-disposition: form-data; name="f"; filename="a.csv"\r\n\r\n${ITEMS}\r\n--X--\r\n`
    const sent = receiveUploads(new Blob([form]).stream(), 'multipart/form-data; boundary=X', file)
    await expect(sent).rejects.toMatchObject({
      code: 'inbox_not_writable',
      whatToDo: expect.stringContaining('INBOX_DIR'),
    })
  })

  it('says what a request without a form lacks', async () => {
    const response = await upload(
      requestOf('/api/pipeline/upload', { method: 'POST', cookie: admin, body: 'x' }),
      noParams,
    )
    expect([response.status, await errorOf(response)]).toEqual([415, 'not_multipart'])
    const empty = await send([])
    expect(empty.status).toBe(400)
  })
})

describe('query', () => {
  const ask = (search: string, init: Parameters<typeof requestOf>[1] = { cookie: viewer }) =>
    query(requestOf(`/api/query?${search}`, init), noParams)

  it('answers with the load’s version, the columns’ units and the rows', async () => {
    const response = await ask('metrics=orders,net_sales')
    expect(response.status).toBe(200)
    const answer = await response.json()
    expect(Object.keys(answer)).toEqual(['version', 'columns', 'rows'])
    expect(answer).toMatchObject({
      version: 7,
      columns: [
        { name: 'orders', unit: 'count' },
        { name: 'net_sales', unit: 'money' },
      ],
    })
  })

  it('says what is wrong with a question, and what would be right', async () => {
    const response = await ask('metrics=net_sale')
    expect(response.status).toBe(400)
    expect((await response.json()).error).toMatchObject({
      code: 'unknown_metric',
      whatToDo: expect.stringContaining('net_sales'),
    })
    expect((await ask('by=month')).status).toBe(400)
    expect((await ask('metrics=orders', {})).status).toBe(401)
  })
})

it('answers 503, not a stack, when the database is away', async () => {
  await closePrisma()
  await closePool()
  process.env.DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/none'
  try {
    expect((await health()).status).toBe(503)
    const response = await runs(requestOf('/api/pipeline/runs', { token: TOKEN }), noParams)
    expect([response.status, await errorOf(response)]).toEqual([503, 'database_unavailable'])
  } finally {
    await closePool()
    process.env.DATABASE_URL = db.url
  }
})
