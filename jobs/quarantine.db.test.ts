import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { closePool } from '@/lib/db/pool'
import { listQuarantine, type QuarantineView } from '@/lib/pipeline/list-quarantine'
import { discardEntries, replayEntries, restoreEntries } from '@/lib/pipeline/quarantine/change-entries'
import { correctEntry } from '@/lib/pipeline/quarantine/correct-entry'
import { type EntryEvent, readEntry } from '@/lib/pipeline/quarantine/read-entry'
import { fileBooks, inboxOf, type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'
import { warehouseContent } from '@/tests/helpers/warehouse-content'

/** Rows kept aside on their way back: corrected, tried again, discarded, made good by a later file. */

const ADMIN = 'admin@shop.example'
const PRODUCTS = 'product_id,product_name,list_price,unit_cost\nP1,Lamp,100.00,40.00\nP2,Chair,50.00,20.00\n'
const ORDERS = 'order_id,ordered_at,status,updated_at\nO1,2026-01-05T10:00:00Z,paid,2026-01-05T10:00:00Z\n'
const ITEMS = (lines: string[]) =>
  `Order ID,Line Number,product_id,quantity,unit_price,note\n${lines.join('\n')}\n`
const GOOD = ['O1,1,P1,2,100.00,a', 'O1,2,P2,1,50.00,b']
const CLOCK = () => new Date('2026-02-01T00:00:00Z')

const open: TestWarehouse[] = []
let w: TestWarehouse
beforeEach(async () => {
  w = await fresh()
  process.env.DATABASE_URL = w.db.url
  await closePool()
})
afterAll(async () => {
  await closePool()
  await Promise.all(open.map((one) => one.close()))
})

async function fresh(): Promise<TestWarehouse> {
  const made = await testWarehouse({ STORE_TIMEZONE: 'UTC', REPORTING_CURRENCY: 'EUR' })
  open.push(made)
  return made
}

// A run takes a second alone, and several on a busy machine.
vi.setConfig({ testTimeout: 180_000 })

async function drop(files: Record<string, string>, warehouse = w) {
  const inbox = await inboxOf(files)
  const outcome = await warehouse.run(inbox, { clock: CLOCK })
  await rm(inbox, { recursive: true })
  await expectBalanced(warehouse)
  return outcome
}

async function expectBalanced(warehouse: TestWarehouse) {
  for (const f of Object.values(await fileBooks(warehouse.db)))
    expect({ name: f.name, read: f.read }).toEqual({
      name: f.name,
      read: f.loaded + f.unchanged + f.superseded + f.quarantined,
    })
  const { rows } = await warehouse.db.pool.query(
    `select f.name, f.rows_quarantined::int as booked, count(q.id) filter (where q.state <> 'released')::int as kept
     from pipeline.source_files f left join pipeline.quarantine q on q.file_id = f.id group by f.id having
     f.rows_quarantined <> count(q.id) filter (where q.state <> 'released')`,
  )
  expect(rows).toEqual([])
}

const kept = async (state: QuarantineView['state'] | 'any' = 'any') => (await listQuarantine({ state })).items
async function only(state: QuarantineView['state'] | 'any' = 'any'): Promise<QuarantineView> {
  const [row, ...more] = await kept(state)
  if (!row || more.length > 0) throw new Error(`${more.length + (row ? 1 : 0)} rows are ${state}`)
  return row
}
async function grossSales(warehouse = w): Promise<string | null> {
  const { rows } = await warehouse.db.pool.query('select sum(gross)::text as gross from warehouse.fact_sales')
  return z.object({ gross: z.string().nullable() }).parse(rows[0]).gross
}
async function correct(row: { id: number; revision: number }, fields: Record<string, string | null>) {
  return correctEntry(row.id, { revision: row.revision, fields }, ADMIN, CLOCK())
}

const base = { 'products.csv': PRODUCTS, 'orders.csv': ORDERS }

describe('a corrected row', () => {
  it('loads with the next run, which needs no new file, and ends like a file that had it right', async () => {
    await drop({ ...base, 'items.csv': ITEMS([GOOD[0] ?? '', 'O1,2,P2,one,50.00,b']) })
    expect(await grossSales()).toBe('200.00')
    const row = await only('quarantined')
    expect(row).toMatchObject({ rule: 'bad_integer', columnName: 'quantity', value: 'one', revision: 1 })
    expect(await correct(row, { quantity: '1' })).toEqual({ kind: 'corrected', revision: 2 })
    expect(await only()).toMatchObject({
      state: 'retry',
      raw: { quantity: 'one' },
      corrected: { quantity: '1', note: 'b' },
    })

    expect(await drop({})).toMatchObject({ status: 'published' })
    expect(await grossSales()).toBe('250.00')
    expect(await only()).toMatchObject({
      state: 'released',
      releasedAs: 'loaded',
      raw: { quantity: 'one' },
      tries: 1,
    })
    expect((await fileBooks(w.db))['items.csv']).toMatchObject({ read: 2, loaded: 2, quarantined: 0 })
    expect((await readEntry(row.id))?.events).toMatchObject([
      { action: 'corrected', actor: ADMIN, fields: { quantity: '1', 'Order ID': 'O1' } },
    ])
    expect(await drop({})).toMatchObject({ status: 'nothing_new' })

    const clean = await fresh()
    await drop({ ...base, 'items.csv': ITEMS(GOOD) }, clean)
    expect(await warehouseContent(w.db.pool)).toEqual(await warehouseContent(clean.db.pool))
  })

  it('is not saved while the rules would refuse it, and says which field is wrong under the file’s own names', async () => {
    await drop({ ...base, 'items.csv': ITEMS(['O1,x,P2,one,50.00,b']) })
    const row = await only('quarantined')
    expect(await correct(row, { quantity: '-1', 'Line Number': '' })).toEqual({
      kind: 'refused',
      problems: [
        {
          field: 'Line Number',
          column: 'line_number',
          rule: 'missing_key',
          message: 'line_number takes a value, it must not be empty',
        },
        {
          field: 'quantity',
          column: 'quantity',
          rule: 'out_of_range',
          message: 'quantity takes a number from 1 to 1000000000',
        },
      ],
    })
    expect(await only()).toMatchObject({ state: 'quarantined', corrected: null, revision: 1 })
  })

  it('that could not be taken apart gets its fields from the form', async () => {
    await drop({ ...base, 'items.csv': ITEMS([GOOD[0] ?? '', 'O1,2,P2']) })
    const row = await only('quarantined')
    expect(row).toMatchObject({ rule: 'malformed_record', raw: { _raw: 'O1,2,P2' } })
    expect(await replayEntries({ ids: [row.id] }, ADMIN)).toEqual({ changed: 0, skipped: 1 })
    await correct(row, {
      'Order ID': 'O1',
      'Line Number': '2',
      product_id: 'P2',
      quantity: '1',
      unit_price: '50',
    })
    await drop({})
    expect(await grossSales()).toBe('250.00')
    expect(await only()).toMatchObject({ state: 'released', raw: { _raw: 'O1,2,P2' } })
  })

  it('keeps its place in time: a newer record of the key that came since still wins', async () => {
    await drop({ ...base, 'items.csv': ITEMS(['O1,1,P1,x,100.00,a']) })
    await drop({ 'items-newer.csv': ITEMS(['O1,1,P1,3,100.00,a']) })
    const row = await only()
    expect(row).toMatchObject({ state: 'fixed', fixedByFileName: 'items-newer.csv' })
    await expect(correct(row, { quantity: '9' })).rejects.toMatchObject({ code: 'not_open' })

    // Refused again by a later file, then corrected: now it is the newest.
    await drop({ 'items-newest.csv': ITEMS(['O1,1,P1,y,100.00,a']) })
    await correct(await only('quarantined'), { quantity: '4' })
    await drop({})
    expect(await grossSales()).toBe('400.00')
    expect((await fileBooks(w.db))['items.csv']).toMatchObject({ read: 1, quarantined: 1 })
  })

  it('of an older file is overruled by what stands', async () => {
    await drop({ ...base, 'items.csv': ITEMS(['O1,1,P9,2,100.00,a']) })
    await drop({ 'items-newer.csv': ITEMS(['O1,1,P1,3,100.00,a']) })
    await correct(await only('waiting'), { product_id: 'P1' })
    await drop({})
    expect(await only()).toMatchObject({ state: 'released', releasedAs: 'superseded' })
    expect(await grossSales()).toBe('300.00')
    expect((await fileBooks(w.db))['items.csv']).toMatchObject({ superseded: 1, quarantined: 0 })
  })

  it('that is still wrong comes back with its new reason, and keeps both in its history', async () => {
    await drop({ ...base, 'items.csv': ITEMS(['O1,1,P1,x,100.00,a']) })
    const row = await only()
    await correct(row, { quantity: '1', product_id: 'P9' })
    await drop({})
    const waiting = await only()
    expect(waiting).toMatchObject({
      state: 'waiting',
      rule: 'unknown_product',
      value: 'P9',
      tries: 1,
      raw: { product_id: 'P1' },
    })
    expect(await readEntry(row.id)).toMatchObject({
      first: { rule: 'bad_integer' },
      events: [{ action: 'corrected' }, { action: 'refused', rule: 'unknown_product', actor: null }],
    })
    // The corrected record is what waits: it loads once its product comes.
    await drop({ 'products-2.csv': 'product_id,product_name,list_price\nP9,Desk,10\n' })
    expect(await only()).toMatchObject({ state: 'released', releasedAs: 'loaded' })
    expect(await grossSales()).toBe('100.00')
  })
})

describe('two people at one row', () => {
  it('do not overwrite each other: the second is told', async () => {
    await drop({ ...base, 'items.csv': ITEMS(['O1,1,P1,x,100.00,a']) })
    const row = await only()
    const both = await Promise.allSettled([correct(row, { quantity: '1' }), correct(row, { quantity: '2' })])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const refused = both.find((one) => one.status === 'rejected')
    expect(refused?.reason).toMatchObject({
      code: 'changed_meanwhile',
      whatToDo: expect.stringContaining('Reload'),
    })
    expect((await readEntry(row.id))?.events).toHaveLength(1)
  })

  it('a correction made while a run tries the row is not lost to the run', async () => {
    await drop({ ...base, 'items.csv': ITEMS(['O1,1,P9,1,100.00,a']) })
    const row = await only('waiting')
    await replayEntries({ ids: [row.id] }, ADMIN)
    const inbox = await inboxOf({})
    // Discover asks for the time, then validate, which is after the rows were read and long before they are settled.
    let asked = 0
    let correction: Promise<unknown> | undefined
    const clock = () => {
      asked += 1
      if (asked === 2)
        correction = correctEntry(row.id, { revision: 2, fields: { product_id: 'P1' } }, ADMIN, CLOCK())
      return CLOCK()
    }
    expect(await w.run(inbox, { clock })).toMatchObject({ status: 'published' })
    expect(await correction).toEqual({ kind: 'corrected', revision: 3 })
    await expectBalanced(w)
    expect(await only()).toMatchObject({ state: 'retry', corrected: { product_id: 'P1' } })
    await drop({})
    expect(await only()).toMatchObject({ state: 'released', releasedAs: 'loaded' })
  })
})

describe('replay, discard and restore', () => {
  const three = ITEMS([
    'O1,1,P1,x,100.00,a',
    'O1,2,P9,1,50.00,b',
    'O1,3,P1,1,1.5.0,c',
    GOOD[0]?.replace('O1,1', 'O1,4') ?? '',
  ])

  it('a row tried again without a correction returns for the same reason', async () => {
    await drop({ ...base, 'items.csv': three })
    expect(await replayEntries({ filter: { rule: 'bad_integer' }, expected: 1 }, ADMIN)).toEqual({
      changed: 1,
      skipped: 0,
    })
    expect(await drop({})).toMatchObject({ status: 'published' })
    const [row] = (await listQuarantine({ rule: 'bad_integer' })).items
    expect(row).toMatchObject({ state: 'quarantined', tries: 1 })
    expect((await readEntry(row?.id ?? 0))?.events).toMatchObject([
      { action: 'replayed', actor: ADMIN },
      { action: 'refused', rule: 'bad_integer' },
    ])
  })

  it('a filter is changed only as it was seen', async () => {
    await drop({ ...base, 'items.csv': three })
    await expect(discardEntries({ filter: {}, expected: 2 }, ADMIN, 'test rows')).rejects.toMatchObject({
      code: 'other_count',
    })
    expect(await kept('discarded')).toEqual([])
    expect(await discardEntries({ filter: {}, expected: 3 }, ADMIN, 'test rows')).toEqual({
      changed: 3,
      skipped: 0,
    })
    expect((await listQuarantine()).total).toBe(0)
    await expectBalanced(w)
  })

  it('a discarded row stays counted, is not tried, and can be restored to where it stood', async () => {
    await drop({ ...base, 'items.csv': three })
    await discardEntries({ filter: { state: 'waiting' }, expected: 1 }, ADMIN, 'never sold')
    await drop({ 'products-2.csv': 'product_id,product_name,list_price\nP9,Desk,10\n' })
    const row = await only('discarded')
    expect(row).toMatchObject({ discardReason: 'never sold', rule: 'unknown_product' })
    expect((await fileBooks(w.db))['items.csv']).toMatchObject({ read: 4, loaded: 1, quarantined: 3 })

    expect(await restoreEntries({ ids: [row.id] }, ADMIN)).toEqual({ changed: 1, skipped: 0 })
    expect(await only('waiting')).toMatchObject({ discardReason: null })
    await replayEntries({ ids: [row.id] }, ADMIN)
    await drop({})
    expect((await fileBooks(w.db))['items.csv']).toMatchObject({ read: 4, loaded: 2, quarantined: 2 })
    expect((await readEntry(row.id))?.events.map(({ action }) => action)).toEqual([
      'discarded',
      'restored',
      'replayed',
    ])
  })
})

describe('what was decided about single rows', () => {
  it('lies in the archive, which alone rebuilds the warehouse, its books and their history', async () => {
    await drop({ ...base, 'b-items.csv': ITEMS([...LINES, 'O1,7,P1']) })
    const row = async (record: number) => {
      const found = (await kept()).find((one) => one.recordNumber === record)
      if (!found) throw new Error(`record ${record} is not kept aside`)
      return found
    }
    await correct(await row(2), { quantity: '2' })
    await correct(await row(3), { quantity: '1', product_id: 'P8' })
    await correct(await row(7), {
      'Order ID': 'O1',
      'Line Number': '7',
      product_id: 'P2',
      quantity: '1',
      unit_price: '5',
    })
    await discardEntries({ ids: [(await row(4)).id, (await row(6)).id] }, ADMIN, 'not ours')
    await restoreEntries({ ids: [(await row(4)).id] }, ADMIN)
    // The product record 6 waits for comes, but it was discarded; the one the corrected record 3 waits for does not.
    await drop({ 'products-2.csv': 'product_id,product_name,list_price\nP9,Desk,10\n' })
    const before = await readEntry((await row(2)).id)

    const again = await fresh()
    expect(await again.run(join(w.home, 'archive'), { clock: CLOCK })).toEqual({
      status: 'published',
      version: 1,
    })
    await expectBalanced(again)
    expect(await warehouseContent(again.db.pool)).toEqual(await warehouseContent(w.db.pool))
    expect(await fileBooks(again.db)).toEqual(await fileBooks(w.db))
    const states = async () =>
      (await kept())
        .map(({ recordNumber, state, rule, raw, corrected, discardReason }) => ({
          recordNumber,
          state,
          rule,
          raw,
          corrected,
          discardReason,
        }))
        .sort((x, y) => x.recordNumber - y.recordNumber)
    const expected = await states()
    expect(expected.map(({ state }) => state)).toEqual([
      'released',
      'waiting',
      'quarantined',
      'discarded',
      'released',
    ])
    process.env.DATABASE_URL = again.db.url
    await closePool()
    expect(await states()).toEqual(expected)
    const rebuilt = await readEntry((await row(2)).id)
    const told = (events: EntryEvent[] = []) =>
      events.filter(({ actor }) => actor).map(({ id: _, ...event }) => event)
    expect(told(rebuilt?.events)).toEqual(told(before?.events))

    // And once more from the archive of the rebuilt one.
    const third = await fresh()
    await third.run(join(again.home, 'archive'), { clock: CLOCK })
    expect(await warehouseContent(third.db.pool)).toEqual(await warehouseContent(w.db.pool))
  })

  it('holds when its file is loaded again', async () => {
    const files = { ...base, 'b-items.csv': ITEMS(LINES) }
    await drop(files)
    const [second, third] = [2, 3].map(
      (n) => async () => (await kept()).find((one) => one.recordNumber === n),
    )
    const [corrected, discarded] = [await second?.(), await third?.()]
    if (!corrected || !discarded) throw new Error('records 2 and 3 are not kept aside')
    await correct(corrected, { quantity: '2' })
    await discardEntries({ ids: [discarded.id] }, ADMIN, 'not ours')
    await drop({})
    const [content, books] = [await warehouseContent(w.db.pool), await fileBooks(w.db)]
    expect(await w.run('/nowhere', { reloadFileIds: [corrected.fileId] })).toMatchObject({
      status: 'published',
    })
    expect(await warehouseContent(w.db.pool)).toEqual(content)
    expect(await second?.()).toMatchObject({
      state: 'released',
      releasedAs: 'loaded',
      corrected: { quantity: '2' },
    })
    expect(await third?.()).toMatchObject({ state: 'discarded', discardReason: 'not ours' })
    expect(await fileBooks(w.db)).toEqual(books)
  })
})

describe('whatever is done, in whatever order', () => {
  it('the books of every file balance, and the warehouse is that of files that had it right', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
        const shop = await fresh()
        process.env.DATABASE_URL = shop.db.url
        await closePool()
        const dropped: Record<string, string[]> = { 'b-items.csv': LINES }
        await drop({ 'a-products.csv': PRODUCTS, 'a-orders.csv': ORDERS, 'b-items.csv': ITEMS(LINES) }, shop)
        for (const [i, { action, record, quantity }] of steps.entries()) {
          const row = (await listQuarantine({ state: 'any' })).items.find(
            (one) => one.fileName === 'b-items.csv' && one.recordNumber === record,
          )
          if (action === 'run') await drop({}, shop)
          else if (action === 'file') {
            const name = `c-items-${i}.csv`
            dropped[name] = [`O1,${record},P2,${quantity},50.00,later`]
            await drop({ [name]: ITEMS(dropped[name]) }, shop)
          } else if (row) await decide(row, action, quantity)
          await expectBalanced(shop)
        }
        await drop({}, shop)

        // The same files with what was corrected in place, and without what was discarded.
        const kept = (await listQuarantine({ state: 'any', pageSize: 500 })).items
        const files = Object.entries(dropped).map(([name, lines]) => [
          name,
          ITEMS(lines.flatMap((line, i) => asItShouldBe(kept, name, i + 1, line))),
        ])
        const clean = await fresh()
        await drop(
          { 'a-products.csv': PRODUCTS, 'a-orders.csv': ORDERS, ...Object.fromEntries(files) },
          clean,
        )
        const content = await warehouseContent(shop.db.pool)
        expect(content).toEqual(await warehouseContent(clean.db.pool))
        const rebuilt = await fresh()
        await rebuilt.run(join(shop.home, 'archive'), { clock: CLOCK })
        await expectBalanced(rebuilt)
        expect(await warehouseContent(rebuilt.db.pool)).toEqual(content)
      }),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 3), endOnFailure: true },
    )
  }, 300_000)
})

/** Records 1 and 5 are good, 2 to 4 are refused, 6 waits for a product that never comes. */
const LINES = [
  'O1,1,P1,1,100.00,a',
  'O1,2,P1,x,100.00,b',
  'O1,3,P1,,100.00,c',
  'O1,4,P1,2,1e2,d',
  'O1,5,P1,1,100.00,e',
  'O1,6,P9,1,100.00,f',
]
const step = fc.record({
  action: fc.constantFrom(
    'correct' as const,
    'worsen' as const,
    'replay' as const,
    'discard' as const,
    'restore' as const,
    'file' as const,
    'run' as const,
  ),
  record: fc.integer({ min: 2, max: 6 }),
  quantity: fc.integer({ min: 1, max: 9 }),
})

async function decide(row: QuarantineView, action: string, quantity: number): Promise<void> {
  const chosen = { ids: [row.id] }
  if (action === 'replay') await replayEntries(chosen, ADMIN)
  else if (action === 'discard') await discardEntries(chosen, ADMIN, 'not wanted')
  else if (action === 'restore') await restoreEntries(chosen, ADMIN)
  else {
    const product = action === 'worsen' ? 'P9' : 'P1'
    const corrected = correct(row, { quantity: String(quantity), unit_price: '100.00', product_id: product })
    await corrected.catch((error: unknown) => expect(error).toMatchObject({ code: 'not_open' }))
  }
}

/** A line of a file as its correction left it; none for one that was discarded. */
function asItShouldBe(kept: QuarantineView[], file: string, record: number, line: string): string[] {
  const row = kept.find((one) => one.fileName === file && one.recordNumber === record)
  if (!row || row.state === 'fixed') return [line]
  if (row.state === 'discarded') return []
  const now = row.corrected ?? row.raw
  return [
    ['Order ID', 'Line Number', 'product_id', 'quantity', 'unit_price', 'note']
      .map((name) => now[name] ?? '')
      .join(','),
  ]
}
