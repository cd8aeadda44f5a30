import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeCache } from '@/lib/cache'
import { closePool } from '@/lib/db/pool'
import { closePrisma } from '@/lib/db/prisma'
import { listQuarantine } from '@/lib/pipeline/list-quarantine'
import { quarantineFacets } from '@/lib/pipeline/quarantine/facets'
import { fileBooks, inboxOf, type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'
import { requestOf, signedIn } from '@/tests/helpers/signed-in'
import { PATCH as correct, GET as one } from './[id]/route'
import { POST as discard } from './discard/route'
import { GET as rejects } from './rejects/route'
import { POST as replay } from './replay/route'
import { POST as restore } from './restore/route'
import { GET as list } from './route'

const TOKEN = 'a token of some length'
let w: TestWarehouse
let admin: string
let viewer: string
const noParams = { params: Promise.resolve({}) }
const withId = (id: number | string) => ({ params: Promise.resolve({ id: String(id) }) })

beforeAll(async () => {
  w = await testWarehouse({ STORE_TIMEZONE: 'UTC', REPORTING_CURRENCY: 'EUR' })
  Object.assign(process.env, { DATABASE_URL: w.db.url, STOREROOM_HOME: w.home, API_TOKEN: TOKEN })
  delete process.env.REDIS_URL
  await closePool()
  admin = await signedIn('admin@shop.example', 'admin')
  viewer = await signedIn('viewer@shop.example', 'viewer')
  await drop({
    'customers.csv': [
      'Customer-ID;full_name;Phone;created_at',
      'C1;Ada;+49 151 23;2026-01-01',
      'C2;"=HYPERLINK(""http://evil.example"")";+44 20 7946;01.02.2026',
      "C3;'=quoted;-7;yesterday",
      'C4;Too;many;2026-01-01;fields',
      ';Nobody;;2026-01-01',
    ].join('\n'),
    'customers-b.csv': 'customer_id,city,created_at\nC5,Bonn,never\n',
    'products.csv': 'product_id,product_name,list_price\nP1,Lamp,ten\n',
  })
})
afterAll(async () => {
  await closeCache()
  await closePrisma()
  await closePool()
  await w.close()
})

async function drop(files: Record<string, string>) {
  const inbox = await inboxOf(files)
  const outcome = await w.run(inbox, { clock: () => new Date('2026-02-10T00:00:00Z') })
  await rm(inbox, { recursive: true })
  expect(outcome).toMatchObject({ status: 'published' })
  for (const f of Object.values(await fileBooks(w.db)))
    expect([f.name, f.read]).toEqual([f.name, f.loaded + f.unchanged + f.superseded + f.quarantined])
}

const json = (body: unknown, init: Parameters<typeof requestOf>[1] = { cookie: admin }) => ({
  ...init,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
const post = (handler: typeof replay, body: unknown, init?: Parameters<typeof requestOf>[1]) =>
  handler(requestOf('/api/pipeline/quarantine/x', { method: 'POST', ...json(body, init) }), noParams)
const patch = (id: number, body: unknown, init?: Parameters<typeof requestOf>[1]) =>
  correct(requestOf(`/api/pipeline/quarantine/${id}`, { method: 'PATCH', ...json(body, init) }), withId(id))
const find = async (rule: string, fileName = 'customers.csv') => {
  const row = (await listQuarantine({ rule, state: 'any' })).items.find((r) => r.fileName === fileName)
  if (!row) throw new Error(`no row of ${fileName} broke ${rule}`)
  return row
}
const download = async (search: string) => {
  const response = await rejects(
    requestOf(`/api/pipeline/quarantine/rejects${search}`, { cookie: viewer }),
    noParams,
  )
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

describe('who may', () => {
  it('look: everybody who is signed in, and nobody else', async () => {
    const { id } = await find('missing_key')
    const ask = (init: Parameters<typeof requestOf>[1]) =>
      Promise.all([
        one(requestOf(`/api/pipeline/quarantine/${id}`, init), withId(id)),
        list(requestOf('/api/pipeline/quarantine', init), noParams),
        rejects(requestOf('/api/pipeline/quarantine/rejects?entity=customers', init), noParams),
      ])
    expect((await ask({})).map(({ status }) => status)).toEqual([401, 401, 401])
    expect((await ask({ cookie: viewer })).map(({ status }) => status)).toEqual([200, 200, 200])
  })

  it('change: admins and the token, nobody else', async () => {
    const { id, revision } = await find('missing_key')
    const rows = { rows: { ids: [id] } }
    const tries = (init: Parameters<typeof requestOf>[1]) =>
      Promise.all([
        patch(id, { revision, fields: {} }, init),
        post(replay, rows, init),
        post(discard, { ...rows, reason: 'because' }, init),
        post(restore, rows, init),
      ])
    expect((await tries({})).map(({ status }) => status)).toEqual([401, 401, 401, 401])
    expect((await tries({ cookie: viewer })).map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect(await find('missing_key')).toMatchObject({ state: 'quarantined', revision })
    expect((await post(restore, rows, { token: TOKEN })).status).toBe(200)
  })
})

describe('one row', () => {
  it('is told field by field, in the order of its file, with what each column takes', async () => {
    const row = await find('bad_timestamp')
    const entry = await (
      await one(requestOf(`/api/pipeline/quarantine/${row.id}`, { cookie: viewer }), withId(row.id))
    ).json()
    expect(entry.fields).toMatchObject([
      { name: 'Customer-ID', column: 'customer_id', required: true, original: 'C2', offends: false },
      { name: 'full_name', accepts: 'text of up to 1,000 characters' },
      { name: 'Phone', original: '+44 20 7946' },
      {
        name: 'created_at',
        original: '01.02.2026',
        offends: true,
        accepts: expect.stringContaining('YYYY-MM-DD'),
      },
    ])
    expect(entry).toMatchObject({
      advice: expect.stringContaining('YYYY-MM-DD'),
      first: { rule: 'bad_timestamp' },
      events: [],
    })
  })

  it('that could not be taken apart is suggested field by field as far as its text goes', async () => {
    const { id } = await find('malformed_record')
    const entry = await (
      await one(requestOf(`/api/pipeline/quarantine/${id}`, { cookie: viewer }), withId(id))
    ).json()
    expect(entry.unsplit).toBe('C4;Too;many;2026-01-01;fields')
    const suggested = entry.fields.map((field: { suggested: string }) => field.suggested)
    expect(suggested).toEqual(['C4', 'Too', 'many', '2026-01-01'])
  })

  it.each([
    ['0', 400],
    ['x', 400],
    ['999999', 404],
  ])('answers number %s with %i', async (id, status) => {
    expect(
      (await one(requestOf(`/api/pipeline/quarantine/${id}`, { cookie: viewer }), withId(id))).status,
    ).toBe(status)
  })

  it('is not corrected to what the rules refuse, nor in columns its file does not have', async () => {
    const { id, revision } = await find('bad_timestamp')
    const refused = await patch(id, { revision, fields: { created_at: '2026-13-01' } })
    expect(refused.status).toBe(422)
    expect((await refused.json()).error).toMatchObject({
      code: 'would_be_refused',
      problems: [{ field: 'created_at', message: expect.stringContaining('YYYY-MM-DD') }],
    })
    expect((await patch(id, { revision, fields: { city: 'Bonn' } })).status).toBe(409)
    expect((await patch(id, { revision, fields: { Phone: 'a\0b' } })).status).toBe(400)
    expect((await patch(id, { revision })).status).toBe(400)
    expect((await patch(999_999, { revision, fields: {} })).status).toBe(404)
    expect(
      (
        await correct(
          requestOf(`/api/pipeline/quarantine/${id}`, { method: 'PATCH', cookie: admin, body: 'x' }),
          withId(id),
        )
      ).status,
    ).toBe(400)
  })

  it('corrected by two, the second gets a conflict that says what to do', async () => {
    const { id, revision } = await find('bad_decimal', 'products.csv')
    const [first, second] = [
      await patch(id, { revision, fields: { list_price: '10' }, run: true }),
      await patch(id, { revision, fields: { list_price: '11' } }),
    ]
    expect(await first.json()).toEqual({
      id,
      revision: revision + 1,
      state: 'retry',
      run: expect.any(Number),
    })
    expect(second.status).toBe(409)
    expect((await second.json()).error).toMatchObject({
      code: 'changed_meanwhile',
      whatToDo: expect.stringContaining('Reload'),
    })
    const { rows } = await w.db.pool.query(
      "select count(*)::int as n from pipeline.runs where status = 'queued'",
    )
    expect(rows).toEqual([{ n: 1 }])
  })
})

describe('many rows', () => {
  it('are discarded by filter only with the number that was seen, and restored by number', async () => {
    const filter = { entity: 'customers', rule: 'missing_key' }
    const wrong = await post(discard, { rows: { filter, expected: 5 }, reason: 'no key' })
    expect([wrong.status, (await wrong.json()).error.code]).toEqual([409, 'other_count'])
    expect((await post(discard, { rows: { filter, expected: 1 }, reason: ' ' })).status).toBe(400)
    expect(await (await post(discard, { rows: { filter, expected: 1 }, reason: 'no key' })).json()).toEqual({
      changed: 1,
      skipped: 0,
    })
    const row = await find('missing_key')
    expect(row).toMatchObject({ state: 'discarded', discardReason: 'no key' })
    const facets = await quarantineFacets({ state: 'discarded' })
    expect(facets.entity).toEqual([{ value: 'customers', label: 'customers', rows: 1 }])
    expect(facets.state.find(({ value }) => value === 'quarantined')?.rows).toBeGreaterThan(1)
    expect(await (await post(restore, { rows: { ids: [row.id] } })).json()).toEqual({
      changed: 1,
      skipped: 0,
    })
    expect(await find('missing_key')).toMatchObject({ state: 'quarantined', discardReason: null })
  })

  it('that cannot be tried again are passed over', async () => {
    const malformed = await find('malformed_record')
    expect(await (await post(replay, { rows: { ids: [malformed.id] }, run: true })).json()).toEqual({
      changed: 0,
      skipped: 1,
      run: null,
    })
    expect((await post(replay, { rows: { ids: [] } })).status).toBe(400)
    expect((await post(replay, { rows: { ids: [1], filter: {} } })).status).toBe(400)
  })
})

describe('a download of refused rows', () => {
  it('has the columns of its file in their order, then the reasons, and nothing a spreadsheet would run', async () => {
    const { id } = await find('bad_timestamp')
    const fileId = (await listQuarantine({ state: 'any' })).items.find((row) => row.id === id)?.fileId
    const { text, type } = await download(`?fileId=${fileId}`)
    expect(type).toContain('text/csv')
    expect(text.split('\r\n')).toEqual([
      'Customer-ID,full_name,Phone,created_at,_rule,_column,_value,_message,_file,_record',
      `C2,"'=HYPERLINK(""http://evil.example"")",'+44 20 7946,01.02.2026,bad_timestamp,created_at,01.02.2026,${quoted(await find('bad_timestamp'))},customers.csv,2`,
      `C3,''=quoted,-7,yesterday,bad_timestamp,created_at,yesterday,${quoted(await find('bad_timestamp'))},customers.csv,3`,
      expect.stringMatching(/^,,,,malformed_record,,C4;Too;many;2026-01-01;fields,/),
      expect.stringMatching(/^,Nobody,,2026-01-01,missing_key,customer_id,,/),
      '',
    ])
  })

  it('puts files with other columns together, and entities apart', async () => {
    expect((await download('')).status).toBe(422)
    const { text } = await download('?entity=customers')
    expect(text).toMatch(/^Customer-ID,full_name,Phone,created_at,city,_rule/)
    expect(text).toContain('C5,,,never,Bonn,bad_timestamp')
    expect((await download('?entity=refunds')).text).toMatch(/^refund_id,order_id,.*_record\r\n$/)
  })

  it('mended and dropped in again loads to the letter, and closes what it made good', async () => {
    const { text } = await download('?entity=customers')
    const mended = text
      .replace('01.02.2026,,bad', '2026-02-01,,bad')
      .replace('yesterday,,bad', '2026-02-09,,bad')
      .replace('never,Bonn', '2026-01-03,Bonn')
      .replace(/^,,,,,malformed/m, 'C4,Too many,,2026-01-01,,malformed')
      .replace(/^,Nobody/m, 'C6,Nobody')
    await drop({ 'customers-mended.csv': mended })
    const { rows } = await w.db.pool.query(
      `select customer_id, full_name, phone, city from warehouse.dim_customers where customer_key <> 0 order by customer_id`,
    )
    expect(rows).toEqual([
      { customer_id: 'C1', full_name: 'Ada', phone: '+49 151 23', city: null },
      { customer_id: 'C2', full_name: '=HYPERLINK("http://evil.example")', phone: '+44 20 7946', city: null },
      { customer_id: 'C3', full_name: "'=quoted", phone: '-7', city: null },
      { customer_id: 'C4', full_name: 'Too many', phone: null, city: null },
      { customer_id: 'C5', full_name: null, phone: null, city: 'Bonn' },
      { customer_id: 'C6', full_name: 'Nobody', phone: null, city: null },
    ])
    const after = (await listQuarantine({ entity: 'customers', state: 'any' })).items.sort(
      (a, b) => a.id - b.id,
    )
    // A record without a readable key cannot be recognised in a later file: those two stay, to be discarded.
    expect(
      after
        .filter(({ state }) => state === 'fixed')
        .map(({ fixedByFileName, value }) => [fixedByFileName, value]),
    ).toEqual([
      ['customers-mended.csv', '01.02.2026'],
      ['customers-mended.csv', 'yesterday'],
      ['customers-mended.csv', 'never'],
    ])
    expect(after.filter(({ state }) => state === 'quarantined').map(({ rule }) => rule)).toEqual([
      'malformed_record',
      'missing_key',
    ])
    const warned = await w.db.pool.query(
      `select w.rule from pipeline.file_warnings w join pipeline.source_files f on f.id = w.file_id where f.name = 'customers-mended.csv'`,
    )
    expect(warned.rows).toEqual([])
    expect((await fileBooks(w.db))['customers.csv']).toMatchObject({ read: 5, loaded: 1, quarantined: 4 })
  })
})

const quoted = ({ message }: { message: string }) => `"${message}"`
