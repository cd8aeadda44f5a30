import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mutations, type NastyFile, nastyFiles } from '@/tests/helpers/nasty-csv'
import {
  type FileBooks,
  fileBooks,
  inboxOf,
  type TestWarehouse,
  testWarehouse,
} from '@/tests/helpers/pipeline'
import { SAMPLE, sampleTables, type Table } from '@/tests/helpers/sample-tables'

const COUNT = Number(process.env.NASTY_FILES ?? 200)
const SEED = Number(process.env.NASTY_SEED ?? 1)
const RUNS = 4

const ODD = ['Zoë “Z”', 'a "quoted" word', 'two\nlines', 'a, b; c | d', 'old\r\nline end', '', ' ']

/** The sample with values in the last column that need quotes and more than ASCII. */
async function oddTables(): Promise<Table[]> {
  return (await sampleTables()).map((table) => ({
    ...table,
    rows: table.rows.map((row, i) => (i % 3 === 0 ? [...row.slice(0, -1), ODD[(i / 3) % 7] ?? ''] : row)),
  }))
}

describe(`${COUNT} nasty files`, () => {
  let warehouse: TestWarehouse
  let files: NastyFile[]
  let books: Record<string, FileBooks>
  const outcomes: string[] = []

  beforeAll(async () => {
    warehouse = await testWarehouse()
    files = nastyFiles(await oddTables(), COUNT, SEED)
    await warehouse.run(SAMPLE)
    for (let run = 0; run < RUNS; run++) {
      const part = files.filter((_, i) => i % RUNS === run)
      const inbox = await inboxOf(Object.fromEntries(part.map((f) => [f.name, f.bytes])))
      const outcome = await warehouse.run(inbox)
      outcomes.push(outcome.status === 'failed' ? `failed: ${outcome.error.message}` : outcome.status)
      await rm(inbox, { recursive: true })
    }
    books = await fileBooks(warehouse.db)
  }, 600_000)
  afterAll(() => warehouse?.close())

  it('are of every kind, and stop no run', () => {
    expect(new Set(files.map((f) => f.mutation))).toEqual(new Set(Object.keys(mutations)))
    expect(outcomes).toEqual(Array(RUNS).fill('published'))
  })

  it('have as many records as a second reader counts, or are refused with a reason', async () => {
    const { rows } = await warehouse.db.pool.query('select name, delimiter from pipeline.source_files')
    const zRow = z.object({ name: z.string(), delimiter: z.string().nullable() })
    const delimiters = new Map(
      zRow
        .array()
        .parse(rows)
        .map((row) => [row.name, row.delimiter]),
    )
    const problems = files.flatMap((file) => {
      const { status, read = -1, code, message } = books[file.name] ?? {}
      const problem = (what: string) => [`${file.name} (${file.mutation}): ${what}`]
      if (status === 'rejected') {
        if (!file.mayBeRefused) return problem(`was refused: ${message}`)
        return read === 0 && code && message ? [] : problem('was refused without a reason')
      }
      const records = file.records(delimiters.get(file.name) ?? ',')
      return status === 'loaded' && read === records
        ? []
        : problem(`${status}, ${read} of ${records} records`)
    })
    expect(problems).toEqual([])
    const refused = files.filter(({ name }) => books[name]?.status === 'rejected').length
    expect(refused).toBeGreaterThan(0)
    expect(refused).toBeLessThan(COUNT / 4)
  })

  it('balance: read = loaded + unchanged + superseded + quarantined', () => {
    const sums = files.flatMap(({ name }) => books[name] ?? [])
    expect(sums).toHaveLength(files.length)
    for (const f of sums)
      expect({ name: f.name, read: f.loaded + f.unchanged + f.superseded + f.quarantined }).toEqual({
        name: f.name,
        read: f.read,
      })
  })

  it('have every record that was set aside in quarantine once, under its number', async () => {
    const { rows } = await warehouse.db.pool.query(
      `select f.name, f.rows_quarantined as counted, count(q.id) as kept, count(distinct q.record_number) as numbers,
         count(*) filter (where q.record_number not between 1 and f.rows_read) as outside
       from pipeline.source_files f left join pipeline.quarantine q on q.file_id = f.id and q.released_as is null
       group by f.id order by f.id`,
    )
    const n = z.coerce.number()
    for (const row of z
      .array(z.object({ name: z.string(), counted: n, kept: n, numbers: n, outside: n }))
      .parse(rows))
      expect(row).toEqual({ ...row, kept: row.counted, numbers: row.counted, outside: 0 })
  })
})
