import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitFields } from './split-fields'
import { type Malformed, Splitter } from './splitter'

interface Split {
  records: number
  good: { n: number; fields: string[] }[]
  bad: Malformed[]
}

function split(
  text: string | Buffer,
  fields: number,
  { delimiter = ',', chunk = Number.POSITIVE_INFINITY, checkText = false } = {},
): Split {
  const out: Buffer[] = []
  const bad: Malformed[] = []
  const splitter = new Splitter({
    delimiter,
    fields,
    checkText,
    write: (c) => out.push(Buffer.from(c)),
    malformed: (m) => bad.push(m),
  })
  const bytes = Buffer.from(text as string)
  for (let i = 0; i < bytes.length; i += chunk) splitter.push(bytes.subarray(i, i + chunk))
  splitter.end()
  const good = records(Buffer.concat(out).toString()).map((record) => {
    const [n, ...rest] = splitFields(record, delimiter)
    return { n: Number(n), fields: rest }
  })
  return { records: splitter.records, good, bad }
}

/** Records of well-formed CSV text with LF ends: the simplest reader there is, for comparison. */
function records(text: string): string[] {
  const found: string[] = []
  let current = ''
  let quoted = false
  for (const c of text) {
    if (c === '"') quoted = !quoted
    if (c === '\n' && !quoted) {
      found.push(current)
      current = ''
    } else current += c
  }
  return current === '' ? found : [...found, current]
}

const quote = (field: string) => (/[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)
const field = fc.string({
  unit: fc.constantFrom('a', 'é', '7', ' ', '"', ',', '\n', '\r', '漢', '.'),
  maxLength: 8,
})
const table = (width: number) =>
  fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 })

describe('Splitter', () => {
  it('reads back every record of valid CSV, whatever the line ends and wherever the chunks end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }).chain((w) => fc.tuple(fc.constant(w), table(w))),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 40 }),
        ([width, rows], end, chunk) => {
          const text = rows.map((r) => r.map(quote).join(',')).join(end) + end
          const result = split(text, width, { chunk })
          const expected = rows.filter((r) => !/^[ \t]*$/.test(r.map(quote).join(',')))
          expect(result.bad).toEqual([])
          expect(result.good).toEqual(expected.map((fields, i) => ({ n: i + 1, fields })))
          expect(result.records).toBe(expected.length)
        },
      ),
    )
  })

  it('finds the same records in one piece as byte by byte, also in broken text', () => {
    const nasty = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\0', 'é'), maxLength: 60 })
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 7 }), (text, chunk) => {
        const whole = split(text, 2)
        expect(split(text, 2, { chunk })).toEqual(whole)
        expect(whole.good.length + whole.bad.length).toBe(whole.records)
        const numbers = [...whole.good.map((g) => g.n), ...whole.bad.map((b) => b.recordNumber)].sort(
          (a, b) => a - b,
        )
        expect(numbers).toEqual(Array.from({ length: whole.records }, (_, i) => i + 1))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps only the line aside in which a quote is never closed, and goes on with the next', () => {
    const { good, bad } = split('1,one\n2,"two\n3,three\n4,"fo,ur"\n', 2)
    expect(good.map((g) => g.fields)).toEqual([
      ['1', 'one'],
      ['3', 'three'],
      ['4', 'fo,ur'],
    ])
    expect(bad).toMatchObject([{ recordNumber: 2, rule: 'malformed_record', raw: '2,"two' }])
  })

  it('takes a quote inside an unquoted field for text', () => {
    expect(split('1,27" screen\n', 2).good).toEqual([{ n: 1, fields: ['1', '27" screen'] }])
  })

  it('keeps records aside that have too few or too many fields, and says how many', () => {
    const { good, bad } = split('1,2\n1,2,3\n1\n4,5', 2)
    expect(good.map((g) => g.n)).toEqual([1, 4])
    expect(bad.map((b) => b.message)).toEqual([
      'the record has 3 fields, the header has 2',
      'the record has 1 fields, the header has 2',
    ])
  })

  it('keeps records with NUL bytes aside under a rule of their own', () => {
    expect(split('1,a\0b\n2,c\n', 2).bad).toMatchObject([
      { recordNumber: 1, rule: 'nul_character', raw: '1,a\uFFFDb' },
    ])
  })

  it('keeps records with damaged UTF-8 aside when asked to look', () => {
    const bytes = Buffer.concat([Buffer.from('1,é\n2,'), Buffer.from([0xe9]), Buffer.from('\n3,ok\n')])
    const { good, bad } = split(bytes, 2, { checkText: true })
    expect(good.map((g) => g.n)).toEqual([1, 3])
    expect(bad).toMatchObject([{ recordNumber: 2, rule: 'invalid_text' }])
  })

  it('does not count blank lines as records', () => {
    expect(split('1,a\n\n  \n2,b\n\n', 2)).toMatchObject({ records: 2, bad: [] })
  })

  it('keeps a line over 1 MiB aside and reads what follows', () => {
    const { good, bad } = split(`1,a\n2,${'x'.repeat(3 << 20)}\n3,c\n`, 2, { chunk: 1 << 18 })
    expect(good.map((g) => g.fields)).toEqual([
      ['1', 'a'],
      ['3', 'c'],
    ])
    expect(bad).toMatchObject([{ recordNumber: 2, rule: 'malformed_record' }])
    expect(bad[0]?.raw.length).toBeLessThan(10_020)
  })
})
