import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { readCsv } from './csv-records'
import { type Random, randomOf } from './random'
import type { Table } from './sample-tables'

/** A CSV file made from a good one, with what a second reader finds in it. */
export interface NastyFile {
  name: string
  /** What was done to it. */
  mutation: string
  bytes: Buffer
  /**
   * Records as the rules of csv-records.ts count them. Which delimiter a damaged header speaks for is
   * the pipeline's to say; for an intact file it does not matter what it says.
   */
  records(delimiter: string): number
  /** Its header or its packing may be damaged: then it may be refused as a whole. */
  mayBeRefused: boolean
}

interface Style {
  delimiter?: string
  lineEnd?: () => string
  quoteAll?: boolean
  /** Put before each line but the header. */
  between?: () => string
  openEnd?: boolean
}

export function writeCsv({ header, rows }: Table, style: Style = {}): string {
  const { delimiter = ',', lineEnd = () => '\n', quoteAll = false, between = () => '', openEnd } = style
  const field = (text: string) =>
    quoteAll || /["\r\n,;|\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  const line = (fields: string[]) => fields.map(field).join(delimiter)
  const text = [header, ...rows].map((r, i) => (i > 0 ? between() : '') + line(r) + lineEnd()).join('')
  return openEnd ? text.replace(/[\r\n]+$/, '') : text
}

interface Made {
  bytes: Buffer
  /** Known from how the file was made, or by reading its text with the second reader. */
  records: number | { text: string }
  mayBeRefused?: boolean
  gz?: boolean
}
type Mutation = (table: Table, random: Random) => Made

const utf8 = (text: string): Buffer => Buffer.from(text)
const intact =
  (style: Style, encode = utf8): Mutation =>
  (table) => ({
    bytes: encode(writeCsv(table, style)),
    records: table.rows.length,
  })
const changedRows =
  (change: (row: string[], random: Random) => string[]): Mutation =>
  (table, random) => ({
    bytes: utf8(
      writeCsv({
        ...table,
        rows: table.rows.map((row) => (random.next() < 0.3 ? change(row, random) : row)),
      }),
    ),
    records: table.rows.length,
  })

// Structure is ASCII in every encoding but UTF-16, so one character a byte finds the same records.
const oneByte = (bytes: Buffer) => bytes.toString('latin1').replace(/^\xef\xbb\xbf/, '')
const damaged =
  (damage: (bytes: Buffer, random: Random) => Buffer): Mutation =>
  (table, random) => {
    const bytes = damage(utf8(writeCsv(table)), random)
    return { bytes, records: { text: oneByte(bytes) }, mayBeRefused: true }
  }
/** Drops, adds or replaces a share of the bytes with this value, at least one of them. */
const each = (byte: number, share: number, by: number[]) =>
  damaged((bytes, random) => {
    const places = [...bytes.keys()].filter((i) => bytes[i] === byte)
    const sure = places[random.below(places.length)]
    const struck = new Set(places.filter((i) => i === sure || random.next() < share))
    return Buffer.from([...bytes].flatMap((b, i) => (struck.has(i) ? by : [b])))
  })
function flip(bytes: Buffer, random: Random): Buffer {
  const flipped = Buffer.from(bytes)
  for (let n = 1 + random.below(8); n > 0; n--) {
    const i = random.below(flipped.length)
    flipped[i] = (flipped[i] ?? 0) ^ (1 << random.below(8))
  }
  return flipped
}

/** What is done to good files. The first ones stay good. */
export const mutations: Record<string, Mutation> = {
  nothing: intact({}),
  'byte order mark': intact({}, (text) => utf8(`\uFEFF${text}`)),
  'UTF-16 LE': intact({}, (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')),
  'UTF-16 BE': intact({}, (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()),
  'UTF-16 LE without a mark': intact({}, (text) => Buffer.from(text, 'utf16le')),
  'Windows-1252': intact({}, (text) => iconv.encode(text, 'windows-1252')),
  CRLF: intact({ lineEnd: () => '\r\n' }),
  CR: intact({ lineEnd: () => '\r' }),
  'mixed line ends': (table, random) =>
    intact({ lineEnd: () => random.pick(['\n', '\r\n', '\r']) })(table, random),
  'no line end at the end': intact({ openEnd: true }),
  'other delimiter': (table, random) => intact({ delimiter: random.pick([';', '\t', '|']) })(table, random),
  'everything quoted': intact({ quoteAll: true }),
  'blank lines': (table, random) =>
    intact({ between: () => random.pick(['', '\n', '  \n', '\t\r\n', '\n\n']) })(table, random),
  'fields added': changedRows((row, random) => [...row, ...Array<string>(1 + random.below(3)).fill('more')]),
  'fields lost': changedRows((row, random) => row.slice(0, Math.max(2, row.length - 1 - random.below(3)))),
  'fields swapped': changedRows((row, random) => row.map(() => row[random.below(row.length)] ?? '')),
  'very long fields': (table, random) => {
    const long = () => 'x'.repeat(random.pick([5_000, 70_000, 300_000, 1_200_000]))
    const at = random.below(table.header.length)
    const rows = table.rows.map((row) =>
      random.next() < 0.05 ? row.map((field, i) => (i === at ? long() : field)) : row,
    )
    const bytes = utf8(writeCsv({ ...table, rows }))
    return { bytes, records: { text: oneByte(bytes) } }
  },
  gzip: (table) => ({ bytes: gzipSync(writeCsv(table)), records: table.rows.length, gz: true }),

  'bytes flipped': damaged(flip),
  'bytes lost': damaged((bytes, random) => {
    const at = random.below(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(40))])
  }),
  'bytes of noise': damaged((bytes, random) => {
    const at = random.below(bytes.length)
    const noise = Buffer.from(Array.from({ length: 1 + random.below(30) }, () => random.below(256)))
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)])
  }),
  'quotes dropped': each(0x22, 0.3, []),
  'quotes doubled': each(0x22, 0.2, [0x22, 0x22]),
  'delimiters turned into quotes': each(0x2c, 0.02, [0x22]),
  'delimiters followed by a quote': each(0x2c, 0.02, [0x2c, 0x22]),
  'delimiters of two kinds': each(0x2c, 0.05, [0x3b]),
  'line ends lost': each(0x0a, 0.2, []),
  'line ends added': each(0x2c, 0.03, [0x0a]),
  NULs: each(0x2c, 0.02, [0x2c, 0x00]),
  truncated: damaged((bytes, random) => bytes.subarray(0, 1 + random.below(bytes.length - 1))),
  'truncated UTF-16': (table, random) => {
    const whole = Buffer.from(`\uFEFF${writeCsv(table)}`, 'utf16le')
    const bytes = whole.subarray(0, 3 + random.below(whole.length - 3))
    // Half a character at the end is none.
    const text = bytes.subarray(2, bytes.length - (bytes.length % 2)).toString('utf16le')
    return { bytes, records: { text }, mayBeRefused: true }
  },
  'truncated gzip': (table, random) => {
    const whole = gzipSync(writeCsv(table))
    const bytes = whole.subarray(0, 12 + random.below(whole.length - 20))
    return { bytes, records: 0, mayBeRefused: true, gz: true }
  },
  'gzip with bytes flipped': (table, random) => ({
    // Its checksum finds all damage but that to its date and name.
    bytes: flip(gzipSync(writeCsv(table)), random),
    records: table.rows.length,
    mayBeRefused: true,
    gz: true,
  }),
}

/** `count` files, each another one, dealt out over all mutations and tables; the same for the same seed. */
export function nastyFiles(tables: Table[], count: number, seed: number): NastyFile[] {
  const kinds = Object.entries(mutations)
  const seen = new Set<string>()
  const files: NastyFile[] = []
  for (let draw = 0; files.length < count; draw++) {
    const random = randomOf(seed + draw)
    const [mutation, mutate] = kinds[draw % kinds.length] ?? kinds[0] ?? []
    const table = random.pick(tables)
    if (!mutation || !mutate) throw new Error('nothing to make files of')
    const { bytes, records, mayBeRefused = false, gz } = mutate(someRows(table, random), random)
    // The pipeline knows a file by its content.
    const content = bytes.toString('base64')
    if (seen.has(content)) continue
    seen.add(content)
    files.push({
      name: `${table.entity}-${String(draw).padStart(3, '0')}.csv${gz ? '.gz' : ''}`,
      mutation,
      bytes,
      records: (delimiter) =>
        typeof records === 'number' ? records : (readCsv(records.text, delimiter)?.records.length ?? 0),
      mayBeRefused,
    })
  }
  return files
}

/** A random part of the rows, some of them twice. */
function someRows(table: Table, random: Random): Table {
  const rows = table.rows.flatMap((row) =>
    random.next() < 0.3 ? [] : random.next() < 0.1 ? [row, row] : [row],
  )
  return { ...table, rows: rows.length > 0 ? rows : table.rows }
}
