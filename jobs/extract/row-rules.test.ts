import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Entity, entities } from '@/lib/contract/entities'
import { judgeRecord } from '@/lib/contract/judge-record'
import { literal } from '../duckdb/csv'
import { type DuckSession, openSession } from '../duckdb/session'
import { failureList, fieldText, judgeSql, rowSqlSetup } from './row-sql'

/** The rules in TypeScript, which a form uses, and in SQL, which decide, are of one mind. */

const NOW = new Date('2026-11-25T12:00:00Z')
let folder: string
let duck: DuckSession
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storeroom-rules-'))
  duck = await openSession(folder)
  for (const statement of rowSqlSetup('UTC', NOW)) await duck.run(statement)
})
afterAll(async () => {
  await duck.close()
  await rm(folder, { recursive: true, force: true })
})

const NASTY = [
  ...[
    '',
    ' ',
    '\u00a0x\u00a0',
    'x',
    '0',
    '-0',
    '+7',
    '-7',
    '1',
    '12',
    '007',
    '8.7',
    '1e2',
    '1_000',
    '0x1F',
    'inf',
    'NaN',
  ],
  ...[
    '.5',
    '5.',
    '.',
    '-',
    '1,5',
    '1.00005',
    '0.99999949',
    '1.0000005',
    '-0.00001',
    '-0.005',
    '€5',
    '99999999999',
  ],
  ...['1000000000', '1000000001', '9999999999.99995', '10000000000', '10000000000.01', '100000.00000000001'],
  ...[
    '2026-11-23',
    '2026-02-30',
    '1989-12-31',
    '1990-01-01',
    '2027-01-01',
    '26-1-1',
    '2026-11-23 14:05',
    '2026/11/23',
  ],
  ...[
    '2026-11-23T14:05:00Z',
    '2026-11-23 14:05:00.123 +01:00',
    '2026-11-23T14:05+0100',
    '2026-11-23T25:00:00Z',
  ],
  ...[
    '2026-11-23T14:65:00',
    '2026-11-28T00:00:00Z',
    'soon',
    'TRUE',
    'false',
    'yes',
    'EUR',
    'eur',
    'EURO',
    'XXX',
  ],
  ...['paid', 'Paid ', 'lost', 'sale', 'receipt', 'write_off', 'active', 'DE', 'Germany', 'a@b.de', 'nobody'],
  ...['ä'.repeat(1000), 'ä'.repeat(1001), '😀'.repeat(1000), '"quoted", text', "it's"],
]

it('gives every record the same verdict in SQL and in TypeScript', async () => {
  const record = fc.constantFrom(...entities).chain((entity) =>
    fc.record({
      entity: fc.constant(entity),
      fields: fc.record(
        Object.fromEntries(entity.columns.map(({ name, type }) => [name, plausible(name, type.kind)])),
      ) as fc.Arbitrary<Record<string, string | null>>,
    }),
  )
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 40, maxLength: 40 }), async (records) => {
      for (const entity of entities) {
        const mine = records.filter((r) => r.entity === entity).map((r) => r.fields)
        const verdicts = await bySql(entity, mine)
        for (const [i, fields] of mine.entries()) {
          const [first] = judgeRecord(entity, fields, NOW)
          const own = first ? `${first.rule} ${first.message}` : 'accepted'
          seen.add(own.split(' ')[0] ?? '')
          expect({ entity: entity.name, fields, verdict: own }).toEqual({
            entity: entity.name,
            fields,
            verdict: verdicts[i],
          })
        }
      }
    }),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 15) },
  )
  // A property that only ever met one kind of record would say little.
  for (const rule of [
    'accepted',
    'missing_key',
    'bad_integer',
    'bad_decimal',
    'out_of_range',
    'bad_timestamp',
    'unknown_value',
    'bad_sign',
  ])
    expect(seen).toContain(rule)
}, 120_000)

/** Mostly what fits the column, so that later rules are met too; now and then anything, or nothing. */
function plausible(name: string, kind: string): fc.Arbitrary<string | null> {
  const fits: Record<string, string[]> = {
    integer: ['1', '3', '-4', '0'],
    decimal: ['0', '0.5', '1', '2.50', '3.999'],
    date: ['2026-01-02'],
    timestamp: ['2026-01-02T03:04:05Z', '2026-01-02'],
    boolean: ['true', 'False'],
    currency: ['USD', 'gbp'],
    choice:
      name === 'movement_type'
        ? ['sale', 'receipt', 'transfer', 'Return']
        : name === 'status'
          ? ['paid', 'active', 'Shipped']
          : ['x'],
  }
  return fc.oneof(
    { weight: 42, arbitrary: fc.constantFrom(...(fits[kind] ?? ['A-1', 'Some text'])) },
    { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
    { weight: 1, arbitrary: fc.constantFrom('', null) },
  )
}

async function bySql(entity: Entity, records: Record<string, string | null>[]): Promise<string[]> {
  if (records.length === 0) return []
  const text = (value: string | null | undefined) =>
    value === null || value === undefined ? 'null' : literal(value)
  const rows = records.map(
    (fields, i) => `(${i}, ${entity.columns.map(({ name }) => text(fields[name])).join(', ')})`,
  )
  const source = `select 1::bigint as file_id, n::bigint as record_number, timestamptz '2026-01-01' as effective_at, false as is_retry,
    ${entity.columns.map(({ name }) => `${fieldText(`${name}::varchar`)} as t_${name}`).join(', ')}
    from (values ${rows.join(', ')}) given(n, ${entity.columns.map(({ name }) => name).join(', ')})`
  const verdicts = await duck.rows(
    z.object({ verdict: z.string() }),
    `select coalesce(f.rule || ' ' || f.message, 'accepted') as verdict
     from (${judgeSql(entity, source, `'{}'`)}) j
     left join (values ${failureList(entity)}) f(failure, rule, column_name, message) on f.failure = j.failure
     order by j.record_number`,
  )
  return verdicts.map(({ verdict }) => verdict)
}
