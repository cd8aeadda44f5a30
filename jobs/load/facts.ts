/**
 * The partitioned facts: their columns in the order conform writes them, and the keys and indexes a new
 * partition gets before it is attached (the same as the parent's, so that attaching builds none).
 */
export interface Fact {
  table: string
  /** DuckDB table conform leaves the final rows in. */
  final: string
  columns: string[]
  primaryKey: string[]
  indexes: string[][]
}

const money = ['gross', 'discount', 'net']
const source = ['source_file_id', 'source_row']

export const facts: Fact[] = [
  {
    table: 'fact_orders',
    final: 'final_orders',
    columns: [
      'order_id',
      'date_key',
      'customer_key',
      'ordered_at',
      'hour',
      'status',
      'channel',
      'currency',
      'fx_rate',
      'ship_country',
      'payment_method',
      'coupon_code',
      'shipping_original',
      'tax_original',
      'discount_original',
      'lines',
      'units',
      ...money,
      'shipping',
      'tax',
      'total',
      'customer_type',
      'is_first_order',
      'updated_at',
      ...source,
    ],
    primaryKey: ['order_id', 'date_key'],
    indexes: [['customer_key']],
  },
  {
    table: 'fact_sales',
    final: 'final_sales',
    columns: [
      'date_key',
      'order_id',
      'line_number',
      'product_key',
      'customer_key',
      'status',
      'channel',
      'currency',
      'ship_country',
      'customer_type',
      'quantity',
      'unit_price',
      'discount_original',
      'given_unit_cost',
      ...money,
      'unit_cost',
      'cost',
      'profit',
      ...source,
    ],
    primaryKey: ['date_key', 'order_id', 'line_number'],
    indexes: [['order_id'], ['product_key']],
  },
  {
    table: 'fact_refunds',
    final: 'final_refunds',
    columns: [
      'date_key',
      'order_id',
      'refund_id',
      'order_date_key',
      'line_number',
      'product_key',
      'customer_key',
      'refunded_at',
      'status',
      'channel',
      'currency',
      'ship_country',
      'customer_type',
      'quantity',
      'amount_original',
      'amount',
      'cost',
      'reason',
      'restocked',
      ...source,
    ],
    primaryKey: ['order_id', 'refund_id', 'date_key'],
    indexes: [['refund_id'], ['product_key']],
  },
  {
    table: 'inventory_movements',
    final: 'final_movements',
    columns: [
      'date_key',
      'movement_id',
      'product_key',
      'supplier_key',
      'moved_at',
      'movement_type',
      'quantity',
      'given_unit_cost',
      'unit_cost',
      'reference',
      'location',
      ...source,
    ],
    primaryKey: ['movement_id', 'date_key'],
    indexes: [['product_key']],
  },
]

/** A quarter such as 2025q1 with its range of date keys, end exclusive. */
export interface Quarter {
  name: string
  from: number
  to: number
}

/** @param name as written by conform: year, q, number */
export function quarter(name: string): Quarter {
  const match = /^(\d{4})q([1-4])$/.exec(name)
  if (!match) throw new RangeError(`not a quarter: ${name}`)
  const year = Number(match[1])
  const n = Number(match[2])
  const from = year * 10_000 + (n * 3 - 2) * 100 + 1
  const to = n === 4 ? (year + 1) * 10_000 + 101 : year * 10_000 + (n * 3 + 1) * 100 + 1
  return { name, from, to }
}

export const partitionName = (fact: Fact, q: Quarter) => `partitions.${fact.table}_${q.name}`
