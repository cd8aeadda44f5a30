import type { Entity } from './shop'

/** What becomes of a bad row when it is loaded. */
export type Outcome = 'quarantined' | 'waiting' | 'warned' | 'superseded' | 'unchanged'

/** What a bad row is made from: a number of its own, a moment of the day it is written, the last good row. */
export interface Context {
  n: number
  at: string
  last: readonly string[]
}

type Cells = string[]

/** One way to be bad. */
export interface Kind {
  rule: string
  outcome: Outcome
  make: (context: Context) => Cells | string
}

/** A row without faults, under a key no good row has, so that no dirt touches a figure. */
const BASE: Record<Entity, (context: Context) => Cells> = {
  customers: ({ n, at }) => [
    `XC${n}`,
    'Odd',
    'Record',
    'odd@example.com',
    '',
    'Berlin',
    'Berlin',
    'DE',
    'standard',
    at,
    at,
  ],
  suppliers: ({ n, at }) => [
    `XS${n}`,
    'Odd Supplier',
    'odd@example.com',
    'DE',
    '2023-01-01',
    '',
    '30',
    '10',
    '0.05',
    '4.0',
    at,
  ],
  products: ({ n, at }) => [
    `XP${n}`,
    'Odd Product',
    'Kitchen',
    'Knives',
    'Odd',
    '',
    '5.00',
    '12.90',
    'active',
    at,
    at,
  ],
  orders: ({ n, at }) => [
    `XO${n}`,
    '',
    at,
    'completed',
    'web',
    'EUR',
    'DE',
    '4.90',
    '1.00',
    '0.00',
    'card',
    '',
    at,
  ],
  order_items: ({ n, last }) => [last[0] ?? '', String(100 + n), last[2] ?? '', '1', '9.90', '', ''],
  refunds: ({ n, at, last }) => [
    `XR${n}`,
    last[1] ?? '',
    last[2] ?? '',
    at,
    '1',
    '1.00',
    'changed mind',
    'false',
  ],
  inventory_movements: ({ n, at, last }) => [
    `XM${n}`,
    last[1] ?? '',
    at,
    'receipt',
    '5',
    '2.00',
    'PO-X',
    'main',
  ],
  exchange_rates: ({ last }) => [last[0] ?? '', last[1] ?? '', last[2] ?? ''],
}

/** The base row with some cells, given by column, replaced. */
function bad(
  entity: Entity,
  rule: string,
  cells: Record<number, string>,
  outcome: Outcome = 'quarantined',
): Kind {
  const make = (context: Context) => BASE[entity](context).map((cell, i) => cells[i] ?? cell)
  return { rule, outcome, make }
}

/** Too few fields, too many, and a quote that ends inside a field, in turn. */
function malformed(entity: Entity): Kind {
  return {
    rule: 'malformed_record',
    outcome: 'quarantined',
    make: (context) => {
      const cells = BASE[entity](context)
      const turn = Math.floor(context.n / KINDS[entity].length) % 3
      if (turn === 0) return cells.slice(0, -1)
      if (turn === 1) return [...cells, 'one too many']
      return `"closed"too early,${cells.slice(1).join(',')}`
    },
  }
}

/** The last good row once more. */
const repeated: Kind = { rule: 'identical_copy', outcome: 'unchanged', make: ({ last }) => [...last] }

/** The last good row as it was long ago. */
function outdated(column: number, value: string, updatedAt: number): Kind {
  return {
    rule: 'older_record',
    outcome: 'superseded',
    make: ({ last }) =>
      last.map((cell, i) => (i === column ? value : i === updatedAt ? '2000-01-01T00:00:00Z' : cell)),
  }
}

const LONG_TEXT = 'far too long '.repeat(80)

/** Every kind of dirt, by entity: each rule of the contract that a row of it can break. */
export const KINDS: Record<Entity, readonly Kind[]> = {
  customers: [
    bad('customers', 'missing_key', { 0: '' }),
    bad('customers', 'bad_timestamp', { 9: 'last Tuesday' }),
    bad('customers', 'date_out_of_range', { 9: '1900-01-01T00:00:00Z' }),
    bad('customers', 'text_too_long', { 2: LONG_TEXT }),
    bad('customers', 'nul_character', { 1: 'O\0dd' }),
    bad('customers', 'malformed_email', { 3: 'odd.example.com' }, 'warned'),
    bad('customers', 'unknown_country', { 7: 'Atlantis' }, 'warned'),
    malformed('customers'),
    repeated,
  ],
  suppliers: [
    bad('suppliers', 'missing_key', { 0: '' }),
    bad('suppliers', 'missing_value', { 1: '' }),
    bad('suppliers', 'bad_date', { 4: '2023-02-30' }),
    bad('suppliers', 'bad_integer', { 7: '8.7' }),
    bad('suppliers', 'bad_decimal', { 8: '5%' }),
    bad('suppliers', 'out_of_range', { 9: '7.5' }),
    malformed('suppliers'),
    outdated(9, '1.0', 10),
    repeated,
  ],
  products: [
    bad('products', 'missing_key', { 0: '' }),
    bad('products', 'missing_value', { 7: '' }),
    bad('products', 'bad_decimal', { 7: '1e3' }),
    bad('products', 'bad_timestamp', { 9: '31.12.2024' }),
    bad('products', 'out_of_range', { 6: '-1.00' }),
    bad('products', 'unknown_value', { 8: 'retired' }),
    bad('products', 'unknown_supplier', { 5: 'XNONE' }, 'waiting'),
    bad('products', 'cost_above_price', { 6: '20.00' }, 'warned'),
    bad('products', 'rounded_decimal', { 7: '12.90001' }, 'warned'),
    malformed('products'),
    repeated,
  ],
  orders: [
    bad('orders', 'missing_key', { 0: '' }),
    bad('orders', 'missing_value', { 3: '' }),
    bad('orders', 'bad_timestamp', { 2: '2024-13-01T00:00:00Z' }),
    bad('orders', 'date_out_of_range', { 2: '2199-01-01T00:00:00Z' }),
    bad('orders', 'unknown_value', { 3: 'done' }),
    bad('orders', 'bad_decimal', { 7: '4.90 EUR' }),
    bad('orders', 'out_of_range', { 8: '-1.00' }),
    bad('orders', 'unknown_customer', { 1: 'XNONE' }, 'waiting'),
    bad('orders', 'missing_rate', { 5: 'CHF' }, 'waiting'),
    bad('orders', 'refunded_without_refund', { 3: 'refunded' }, 'warned'),
    malformed('orders'),
    outdated(3, 'pending', 12),
    repeated,
  ],
  order_items: [
    bad('order_items', 'missing_key', { 1: '' }),
    bad('order_items', 'missing_value', { 4: '' }),
    bad('order_items', 'bad_integer', { 3: '1.5' }),
    bad('order_items', 'bad_decimal', { 4: '1_000' }),
    bad('order_items', 'out_of_range', { 3: '0' }),
    bad('order_items', 'discount_above_gross', { 5: '9.91' }),
    bad('order_items', 'unknown_order', { 0: 'XNONE' }, 'waiting'),
    bad('order_items', 'unknown_product', { 2: 'XNONE' }, 'waiting'),
    malformed('order_items'),
    repeated,
  ],
  refunds: [
    bad('refunds', 'missing_key', { 0: '' }),
    bad('refunds', 'missing_value', { 5: '' }),
    bad('refunds', 'bad_integer', { 4: 'one' }),
    bad('refunds', 'bad_decimal', { 5: '1 000.00' }),
    bad('refunds', 'bad_timestamp', { 3: 'soon' }),
    bad('refunds', 'bad_boolean', { 7: 'maybe' }),
    bad('refunds', 'out_of_range', { 5: '-1.00' }),
    bad('refunds', 'text_too_long', { 6: LONG_TEXT }),
    bad('refunds', 'unknown_line', { 2: '99' }, 'waiting'),
    malformed('refunds'),
    repeated,
  ],
  inventory_movements: [
    bad('inventory_movements', 'missing_key', { 0: '' }),
    bad('inventory_movements', 'missing_value', { 4: '' }),
    bad('inventory_movements', 'bad_integer', { 4: '12.5' }),
    bad('inventory_movements', 'bad_decimal', { 5: 'inf' }),
    bad('inventory_movements', 'bad_sign', { 4: '-5' }),
    bad('inventory_movements', 'unknown_value', { 3: 'gift' }),
    bad('inventory_movements', 'date_out_of_range', { 2: '1970-01-01T00:00:00Z' }),
    bad('inventory_movements', 'unknown_product', { 1: 'XNONE' }, 'waiting'),
    malformed('inventory_movements'),
    repeated,
  ],
  exchange_rates: [
    bad('exchange_rates', 'missing_key', { 1: '' }),
    bad('exchange_rates', 'bad_date', { 1: '2024/05/01' }),
    bad('exchange_rates', 'bad_decimal', { 2: '0x1F' }),
    bad('exchange_rates', 'out_of_range', { 2: '-1.1' }),
    bad('exchange_rates', 'unknown_value', { 0: 'EURO' }),
    malformed('exchange_rates'),
    repeated,
  ],
}
