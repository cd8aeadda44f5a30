import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileBooks, inboxOf, type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'
import { warehouseContent } from '@/tests/helpers/warehouse-content'

/** Promise 3: loading files one by one, in any order, ends like loading them at once; promise 1: every row is accounted for. */

const KEYS: Record<string, string[]> = {
  customers: ['customer_id'],
  suppliers: ['supplier_id'],
  products: ['product_id'],
  orders: ['order_id'],
  order_items: ['order_id', 'line_number'],
  refunds: ['refund_id'],
  inventory_movements: ['movement_id'],
  exchange_rates: ['currency', 'rate_date'],
}

interface Table {
  header: string[]
  rows: string[][]
}

/** A file as it will be dropped: name and text. `effective` days in names put some files out of order in time. */
interface Dropped {
  name: string
  text: string
}

const parse = (text: string): Table => {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => (line.match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? []).map((f) => f.replace(/,$/, '')))
  const header = (lines[0] ?? []).slice(0, -1)
  const width = header.length || 1
  return {
    header: header.length ? header : (lines[0] ?? []),
    rows: lines.slice(1).map((l) => l.slice(0, width)),
  }
}

let base: Record<string, Table>
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'storeroom-seed-'))
  await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    'seed/generate.ts',
    '--orders',
    '45',
    '--customers',
    '15',
    '--products',
    '12',
    '--months',
    '8',
    '--end',
    '2026-01-31',
    '--out',
    folder,
  ])
  base = {}
  for (const file of (await readdir(folder)).filter((f) => f.endsWith('.csv'))) {
    const entity = Object.keys(KEYS).find((name) => file.startsWith(name))
    if (entity) base[entity] = parse(await readFile(join(folder, file), 'utf8'))
  }
  await rm(folder, { recursive: true })
  expect(Object.keys(base).sort()).toEqual(Object.keys(KEYS).sort())
})

/** Deals the rows of every entity out to `parts` files, with copies that repeat, change or re-date a record. */
function deal(parts: number, random: () => number): Dropped[][] {
  const pick = (n: number) => Math.floor(random() * n)
  const files: Dropped[][] = Array.from({ length: parts }, () => [])
  for (const [entity, { header, rows }] of Object.entries(base)) {
    const dealt: string[][][] = Array.from({ length: parts }, () => [])
    for (const row of rows) {
      dealt[pick(parts)]?.push(row)
      while (random() < 0.25) dealt[pick(parts)]?.push(changed(entity, header, row, rows, random))
    }
    for (const [part, lines] of dealt.entries()) {
      if (lines.length === 0) continue
      const day = random() < 0.3 ? `-202511${String(1 + pick(28)).padStart(2, '0')}` : ''
      files[part]?.push({
        name: `${entity}-part${part}${day}.csv`,
        text: [header, ...lines].map((l) => l.join(',')).join('\n'),
      })
    }
  }
  return files
}

function changed(
  entity: string,
  header: string[],
  row: string[],
  rows: string[][],
  random: () => number,
): string[] {
  if (random() < 0.3) return row
  const other = rows[Math.floor(random() * rows.length)] ?? row
  return header.map((column, i) => {
    const own = row[i] ?? ''
    if (column === 'updated_at') {
      const draw = random()
      if (draw < 0.35) return ''
      return draw < 0.8
        ? new Date(Date.UTC(2025, Math.floor(random() * 10), 1 + Math.floor(random() * 27))).toISOString()
        : own
    }
    return KEYS[entity]?.includes(column) || random() > 0.4 ? own : (other[i] ?? '')
  })
}

/** Groups consecutive parts into runs at random. */
function grouped(parts: Dropped[][], random: () => number): Dropped[][] {
  const runs: Dropped[][] = []
  for (const part of parts) {
    const last = runs.at(-1)
    if (last && random() < 0.3) last.push(...part)
    else runs.push([...part])
  }
  return runs
}

const asFiles = (files: Dropped[]) => Object.fromEntries(files.map((f) => [f.name, f.text]))

async function expectBalanced(warehouse: TestWarehouse) {
  for (const f of Object.values(await fileBooks(warehouse.db)))
    expect({ name: f.name, read: f.read }).toEqual({
      name: f.name,
      read: f.loaded + f.unchanged + f.superseded + f.quarantined,
    })
}

describe('incremental loading', () => {
  const open: TestWarehouse[] = []
  const fresh = async () => {
    const warehouse = await testWarehouse({ STORE_TIMEZONE: 'Europe/Berlin' })
    open.push(warehouse)
    return warehouse
  }
  afterAll(() => Promise.all(open.map((w) => w.close())))

  it('ends in the same warehouse as one load of everything, with every row accounted for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 5 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999999, noNaN: true })),
        async (parts, stream) => {
          const random = () => stream.next().value as number
          const runs = grouped(deal(parts, random), random)
          // Each run is a day later than the one before: the arrival that a rebuild from the archive must keep.
          const step = await fresh()
          for (const [day, files] of runs.entries()) {
            const inbox = await inboxOf(asFiles(files))
            const clock = () => new Date(Date.UTC(2026, 1, 1 + day))
            expect(await step.run(inbox, { clock })).toMatchObject({ status: 'published' })
            await expectBalanced(step)
            await rm(inbox, { recursive: true })
          }
          // The archive carries the record of arrivals: given as an inbox it rebuilds the warehouse in one run.
          const whole = await fresh()
          expect(
            await whole.run(join(step.home, 'archive'), {
              clock: () => new Date(Date.UTC(2026, 1, runs.length)),
            }),
          ).toMatchObject({ status: 'published' })
          await expectBalanced(whole)
          expect(await warehouseContent(step.db.pool)).toEqual(await warehouseContent(whole.db.pool))
        },
      ),
      { numRuns: Number(process.env.PROPERTY_RUNS ?? 3), endOnFailure: true },
    )
  }, 300_000)

  it('loads dated files in any order to the same warehouse', async () => {
    const random = fc.sample(fc.infiniteStream(fc.double({ min: 0, max: 0.999999, noNaN: true })), {
      numRuns: 1,
      seed: 7,
    })[0]
    const next = () => random?.next().value as number
    // Every file has its day in its name, so the order of arrival decides nothing.
    const files = deal(3, next).flatMap((part, i) =>
      part.map((f) => ({ ...f, name: f.name.replace(/(-2025\d{4})?\.csv$/, `-202511${10 + i}.csv`) })),
    )
    const clock = () => new Date('2026-02-01T00:00:00Z')
    const contents = []
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
      [1, 2, 0],
    ]) {
      const warehouse = await fresh()
      for (const i of order) {
        const inbox = await inboxOf(asFiles(files.filter((f) => f.name.includes(`-202511${10 + i}`))))
        expect(await warehouse.run(inbox, { clock })).toMatchObject({ status: 'published' })
      }
      contents.push(await warehouseContent(warehouse.db.pool))
    }
    expect(contents[1]).toEqual(contents[0])
    expect(contents[2]).toEqual(contents[0])
  }, 120_000)
})
