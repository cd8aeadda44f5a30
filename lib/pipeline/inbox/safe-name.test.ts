import { describe, expect, it } from 'vitest'
import { numbered, safeName } from './safe-name'

describe('safeName', () => {
  it.each([
    ['orders.csv', 'orders.csv'],
    ['orders 2026-11-23.CSV', 'orders_2026-11-23.csv'],
    ['Bestellungen März.tsv.gz', 'Bestellungen_März.tsv.gz'],
    ['../../etc/passwd.csv', 'passwd.csv'],
    ['C:\\exports\\orders.csv', 'orders.csv'],
    ['.hidden.csv', 'hidden.csv'],
    ['a\0b\n$(rm).csv', 'a_b_rm_.csv'],
    ['.csv', 'upload.csv'],
  ])('turns %j into %j', (given, name) => {
    expect(safeName(given)).toBe(name)
  })

  it.each([['orders.xlsx'], ['orders'], ['orders.csv.exe'], ['orders.csv.part'], [''], ['..']])(
    'refuses %j',
    (given) => {
      expect(safeName(given)).toBeUndefined()
    },
  )

  it('keeps a very long name below what a file system takes', () => {
    expect(safeName(`${'x'.repeat(5000)}.csv`)?.length).toBeLessThan(200)
  })
})

it('numbers a name before its extension', () => {
  expect(numbered('orders.csv.gz', 2)).toBe('orders-2.csv.gz')
  expect(numbered('orders.csv', 1)).toBe('orders.csv')
})
