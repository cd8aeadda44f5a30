import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecords } from './read-records'
import { splitFile } from './split-file'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storeroom-records-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Splits a file as a load does, then reads records of it again as it was found to be. */
async function loaded(name: string, content: Buffer | string) {
  const path = join(folder, name)
  await writeFile(path, content)
  const split = await splitFile(path, {
    path: `${path}.split`,
    malformedPath: `${path}.malformed`,
    signal: new AbortController().signal,
    progress: () => {},
  })
  const { sniffed, encoding, records } = split
  return {
    records,
    read: (from: number, to = from) =>
      readRecords(path, {
        encoding,
        delimiter: sniffed.delimiter,
        fields: sniffed.header.length,
        from,
        to,
      }),
  }
}

const MIXED = [
  'supplier_id;supplier_name;country',
  'S1;Plain;GB',
  'S2;"Two; ""quoted"" words',
  'over lines";FR',
  '',
  'S3;too;many;fields',
  'S4;a "stray" quote;DE',
  '"S5;never closed;IT',
  'S6;Müller & Söhne;AT',
].join('\r\n')

describe('records read again', () => {
  it('have the numbers, fields and faults they had when the file was loaded', async () => {
    const { records, read } = await loaded('mixed.csv', MIXED)
    expect(records).toBe(6)
    const all = await read(1, 99)
    expect(
      all.map(({ recordNumber, content }) => [
        recordNumber,
        content.kind === 'fields' ? content.fields : content.rule,
      ]),
    ).toEqual([
      [1, ['S1', 'Plain', 'GB']],
      [2, ['S2', 'Two; "quoted" words\r\nover lines', 'FR']],
      [3, 'malformed_record'],
      [4, ['S4', 'a "stray" quote', 'DE']],
      [5, 'malformed_record'],
      [6, ['S6', 'Müller & Söhne', 'AT']],
    ])
    expect(all[2]?.text).toBe('S3;too;many;fields')
    expect(all[2]?.content).toMatchObject({ message: 'the record has 4 fields, the header has 3' })
    for (const record of all) expect(await read(record.recordNumber)).toEqual([record])
  })

  it('come the same from Windows-1252, UTF-16 and gzip', async () => {
    const plain = await (await loaded('mixed.csv', MIXED)).read(6)
    for (const [name, content] of [
      ['1252.csv', iconv.encode(MIXED, 'windows-1252')],
      ['16.csv', iconv.encode(MIXED, 'utf-16le', { addBOM: true })],
      ['mixed.csv.gz', gzipSync(MIXED)],
    ] as const)
      expect(await (await loaded(name, content)).read(6), name).toEqual(plain)
  })

  it('are found anywhere in a file of many pieces, without those beyond', async () => {
    const rows = 60_000
    const lines = Array.from({ length: rows }, (_, i) =>
      i % 1000 === 999 ? `broken ${i + 1}` : `S${i + 1},"Supplier ${i + 1}\nof two lines",GB`,
    )
    const { records, read } = await loaded(
      'long.csv',
      `supplier_id,supplier_name,country\n${lines.join('\n')}\n`,
    )
    expect(records).toBe(rows)
    for (const n of [1, 1000, 1001, 47_777, rows - 1]) {
      const [record, ...others] = await read(n)
      expect(others).toEqual([])
      expect(record).toMatchObject({
        recordNumber: n,
        content:
          n % 1000 === 0 ? { kind: 'malformed' } : { fields: [`S${n}`, `Supplier ${n}\nof two lines`, 'GB'] },
      })
    }
    expect(
      (await read(39_998, 40_002)).map(({ recordNumber, content }) => [recordNumber, content.kind]),
    ).toEqual([
      [39_998, 'fields'],
      [39_999, 'fields'],
      [40_000, 'malformed'],
      [40_001, 'fields'],
      [40_002, 'fields'],
    ])
    expect(await read(rows + 1)).toEqual([])
  }, 30_000)

  it('of a file without one are none', async () => {
    expect(await (await loaded('none.csv', 'supplier_id,supplier_name\n')).read(1)).toEqual([])
  })
})
