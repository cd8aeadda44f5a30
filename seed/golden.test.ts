import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { golden, goldenText, SAMPLE } from './golden'
import { cents, decimal, divide, share } from './golden/exact'

const RULES = [
  'missing_key',
  'missing_value',
  'bad_integer',
  'bad_decimal',
  'bad_date',
  'bad_timestamp',
  'bad_boolean',
  'out_of_range',
  'unknown_value',
  'date_out_of_range',
  'text_too_long',
  'nul_character',
  'malformed_record',
  'invalid_text',
  'discount_above_gross',
  'bad_sign',
  'unknown_order',
  'unknown_product',
  'unknown_customer',
  'unknown_line',
  'unknown_supplier',
  'missing_rate',
]

const figures = golden()

describe('the sample', () => {
  it('comes to the committed golden figures', () => {
    expect(readFileSync(join(SAMPLE, 'golden.json'), 'utf8')).toBe(goldenText())
  })

  it('accounts for every row of every file', () => {
    for (const [name, { read, loaded, unchanged, superseded, quarantined }] of Object.entries(
      figures.files,
    )) {
      expect(loaded + unchanged + superseded + quarantined, name).toBe(read)
    }
  })

  it('has dirt of every rule', () => {
    expect(Object.keys(figures.rules).sort()).toEqual([...RULES].sort())
    expect(Object.values(figures.findings).every((found) => found.length > 0)).toBe(true)
    expect([...new Set(figures.warnings.map(({ rule }) => rule))].sort()).toEqual([
      'cost_above_price',
      'duplicate_key',
      'malformed_email',
      'rounded_decimal',
      'unknown_column',
      'unknown_country',
    ])
  })

  it('leaves what the README promises in the warehouse', () => {
    expect(figures.warehouse).toMatchObject({
      customers: 25,
      products: 25,
      suppliers: 18,
      inventory_movements: 56,
      dates: 731,
    })
    expect(figures.warehouse.order_lines).toBeGreaterThanOrEqual(80)
  })

  it('has its dirt described in the README, row by row', () => {
    const readme = readFileSync(join(SAMPLE, 'README.md'), 'utf8')
    const described = [...readme.matchAll(/^\| ([\w-]+\.[ct]sv) \| (\d+) \| `(\w+)` \|/gm)].map((row) =>
      row.slice(1).join(' '),
    )
    const expected = figures.quarantine.map(({ file, record, rule }) => `${file} ${record} ${rule}`)
    expect(described.sort()).toEqual(expected.sort())
  })

  it('gives the figures worked out by hand in the README', () => {
    expect(figures.orders['1005']?.lines.map(({ discount }) => discount)).toEqual(['3.34', '3.33', '3.33'])
    expect(figures.orders['1007']?.lines.map(({ discount }) => discount)).toEqual(['1.87', '2.30', '0.83'])
    expect(figures.orders['1004']).toMatchObject({
      shipping: '6.93',
      tax: '9.49',
      lines: [
        { gross: '26.56', discount: '3.09', net: '23.47' },
        { gross: '24.76', discount: '3.91', net: '20.85' },
      ],
    })
    expect(figures.orders['1023']?.lines[0]?.cost).toBe('18.50')
    expect(figures.orders['1024']?.lines[0]?.cost).toBe('20.00')
    expect(figures.stock.P25).toEqual({ on_hand: 4, lowest: 0, moving_average_value: '36.00' })
  })

  it('splits its totals by month without a remainder', () => {
    const sum = (of: 'gross_sales' | 'returns' | 'cogs' | 'total_sales') =>
      Object.values(figures.by_month).reduce((total, month) => total + decimal(month[of], 2).value, 0n)
    for (const name of ['gross_sales', 'returns', 'cogs', 'total_sales'] as const) {
      expect(cents(sum(name)), name).toBe(figures.totals[name])
    }
  })

  it('releases the order and its lines that wait for a late customer', () => {
    expect(figures.later.released).toBe(3)
    expect(figures.later.warehouse.orders).toBe(figures.warehouse.orders + 1)
  })
})

describe('exact arithmetic', () => {
  it('rounds half away from zero', () => {
    expect([divide(5n, 2n), divide(-5n, 2n), divide(4n, 3n)]).toEqual([3n, -3n, 1n])
    expect(decimal('-0.125', 2)).toEqual({ value: -13n, rounded: true })
    expect(decimal('1.2500', 2)).toEqual({ value: 125n, rounded: false })
  })

  it('shares to the unit, ties to the first, and everything to the first when nothing weighs', () => {
    expect(share(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n])
    expect(share(500n, [1990n, 2450n, 890n])).toEqual([187n, 230n, 83n])
    expect(share(7n, [0n, 0n])).toEqual([7n, 0n])
  })
})
