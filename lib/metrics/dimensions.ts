import { isDay, toDateKey } from '@/lib/core/dates'
import { QueryError, unknownName } from './query-error'
import type { SourceName } from './types'

/** Tables a source can be joined to for a dimension; each at most once. */
export type Join = 'dates' | 'products' | 'suppliers' | 'customers' | 'first_orders' | 'orders'

export interface Dimension {
  name: string
  label: string
  type: 'date' | 'text' | 'integer'
  description: string
  /** Calendar buckets, from fine to coarse; the others have none. */
  grain?: 'day' | 'week' | 'month' | 'quarter' | 'year'
  /** The value as it is grouped by, or undefined where the source does not know the dimension. */
  of(source: SourceName): { sql: string; joins?: Join[] } | undefined
  /** From the grouped value to what readers see. */
  show(column: string): string
  /** From what readers write to the grouped value, with its SQL type for `= any($n::type[])`. */
  parse(value: string): string | number
  sqlType: 'text' | 'integer' | 'date'
}

/** The column that dates a row of each source. */
export const DATE_COLUMN: Record<SourceName, string> = {
  sales_daily: 'm.date_key',
  product_daily: 'm.date_key',
  fact_orders: 'm.date_key',
  fact_sales: 'm.date_key',
  fact_refunds: 'm.date_key',
  fact_refunds_by_order_date: 'm.order_date_key',
  buyers: 'm.date_key',
}

/** Order lines and what hangs on them. */
const WITH_PRODUCT: readonly SourceName[] = [
  'product_daily',
  'fact_sales',
  'fact_refunds',
  'fact_refunds_by_order_date',
]
const FACTS: readonly SourceName[] = [
  'fact_orders',
  'fact_sales',
  'fact_refunds',
  'fact_refunds_by_order_date',
]

/** Stands in SQL for the store's time zone, which the compiler binds as a parameter. */
export const TIME_ZONE = '{time_zone}'

const text = {
  type: 'text',
  sqlType: 'text',
  show: (column: string) => column,
  parse: (value: string) => value,
} as const

function bad(dimension: string, value: string, takes: string): QueryError {
  return new QueryError('bad_value', `"${value}" is no value of ${dimension}.`, {
    whatToDo: `Write ${takes}.`,
  })
}

function day(dimension: string, value: string): string {
  if (!isDay(value)) throw bad(dimension, value, 'a day as YYYY-MM-DD')
  return value
}

function whole(dimension: string, value: string, low: number, high: number): number {
  const number = Number(value)
  if (!/^\d+$/.test(value) || number < low || number > high)
    throw bad(dimension, value, `a whole number from ${low} to ${high}`)
  return number
}

const calendar: Dimension[] = [
  {
    name: 'day',
    label: 'Day',
    description: 'Calendar day in the store’s time zone, YYYY-MM-DD.',
    type: 'date',
    grain: 'day',
    of: (source) => ({ sql: DATE_COLUMN[source] }),
    show: (c) => `to_char(to_date(${c}::text, 'YYYYMMDD'), 'YYYY-MM-DD')`,
    parse: (value) => toDateKey(day('day', value)),
    sqlType: 'integer',
  },
  {
    name: 'week',
    label: 'Week',
    description: 'Monday of the week, YYYY-MM-DD.',
    type: 'date',
    grain: 'week',
    of: () => ({ sql: 'd.week_start', joins: ['dates'] }),
    show: (c) => `to_char(${c}, 'YYYY-MM-DD')`,
    parse: (value) => day('week', value),
    sqlType: 'date',
  },
  {
    name: 'month',
    label: 'Month',
    description: 'First day of the month, YYYY-MM-01 (a filter also takes YYYY-MM).',
    type: 'date',
    grain: 'month',
    of: (source) => ({ sql: `(${DATE_COLUMN[source]} / 100)` }),
    show: (c) => `to_char(to_date(${c}::text, 'YYYYMM'), 'YYYY-MM-DD')`,
    parse: (value) =>
      Math.floor(toDateKey(day('month', /^\d{4}-\d{2}$/.test(value) ? `${value}-01` : value)) / 100),
    sqlType: 'integer',
  },
  {
    name: 'quarter',
    label: 'Quarter',
    description: 'Calendar quarter, such as 2026-Q4.',
    type: 'text',
    grain: 'quarter',
    of: (source) => ({
      sql: `(${DATE_COLUMN[source]} / 10000 * 10 + (${DATE_COLUMN[source]} / 100 % 100 + 2) / 3)`,
    }),
    show: (c) => `(${c} / 10)::text || '-Q' || (${c} % 10)::text`,
    parse: (value) => {
      const match = /^(\d{4})-Q([1-4])$/i.exec(value)
      if (!match) throw bad('quarter', value, 'a quarter as 2026-Q4')
      return Number(match[1]) * 10 + Number(match[2])
    },
    sqlType: 'integer',
  },
  {
    name: 'year',
    label: 'Year',
    description: 'Calendar year.',
    type: 'integer',
    grain: 'year',
    of: (source) => ({ sql: `(${DATE_COLUMN[source]} / 10000)` }),
    show: (c) => c,
    parse: (value) => whole('year', value, 1900, 9999),
    sqlType: 'integer',
  },
  {
    name: 'weekday',
    label: 'Weekday',
    description: '1 (Monday) to 7 (Sunday).',
    type: 'integer',
    of: () => ({ sql: 'd.weekday::integer', joins: ['dates'] }),
    show: (c) => c,
    parse: (value) => whole('weekday', value, 1, 7),
    sqlType: 'integer',
  },
  {
    name: 'hour',
    label: 'Hour',
    description:
      'Hour of the day in the store’s time zone, 0 to 23; refunds by refund date take that of the refund.',
    type: 'integer',
    of(source) {
      if (source === 'fact_orders') return { sql: 'm.hour::integer' }
      if (source === 'fact_sales' || source === 'fact_refunds_by_order_date')
        return { sql: 'o.hour::integer', joins: ['orders'] }
      if (source === 'fact_refunds')
        return { sql: `extract(hour from m.refunded_at at time zone ${TIME_ZONE})::integer` }
      return undefined
    },
    show: (c) => c,
    parse: (value) => whole('hour', value, 0, 23),
    sqlType: 'integer',
  },
]

function ofProduct(name: string, label: string, description: string, sql: string, joins: Join[]): Dimension {
  return {
    name,
    label,
    description,
    ...text,
    of: (source) => (WITH_PRODUCT.includes(source) ? { sql, joins } : undefined),
  }
}

/** Text that stands on every fact and in sales_daily; a missing one is '(none)'. */
function ofOrder(name: string, label: string, description: string, column = name): Dimension {
  return {
    name,
    label,
    description,
    ...text,
    of(source) {
      if (source === 'sales_daily') return { sql: `m.${column}` }
      return FACTS.includes(source) ? { sql: `coalesce(m.${column}::text, '(none)')` } : undefined
    },
  }
}

const none = (column: string) => `coalesce(${column}, '(none)')`

/** Every dimension there is, in the order of the docs. */
export const DIMENSIONS: readonly Dimension[] = [
  ...calendar,
  ofProduct('category', 'Category', 'Category of the product when it was sold.', none('p.category'), [
    'products',
  ]),
  ofProduct(
    'subcategory',
    'Subcategory',
    'Subcategory of the product when it was sold.',
    none('p.subcategory'),
    ['products'],
  ),
  ofProduct('brand', 'Brand', 'Brand of the product.', none('p.brand'), ['products']),
  ofProduct('product', 'Product', 'Product id.', 'p.product_id', ['products']),
  ofProduct('product_name', 'Product name', 'Name of the product.', 'p.product_name', ['products']),
  ofProduct('supplier', 'Supplier', 'Id of the product’s supplier when it was sold.', none('s.supplier_id'), [
    'products',
    'suppliers',
  ]),
  ofProduct(
    'supplier_name',
    'Supplier name',
    'Name of the product’s supplier when it was sold.',
    none('s.supplier_name'),
    ['products', 'suppliers'],
  ),
  ofOrder('channel', 'Channel', 'Sales channel of the order.'),
  ofOrder('country', 'Country', 'Country the order ships to, ISO 3166 alpha-2.', 'ship_country'),
  ofOrder('currency', 'Currency', 'Currency of the order; amounts stay in the reporting currency.'),
  {
    name: 'segment',
    label: 'Segment',
    description: 'Segment of the customer at the time of the order.',
    ...text,
    of(source) {
      if (source === 'sales_daily') return { sql: 'm.segment' }
      return FACTS.includes(source) ? { sql: none('c.segment'), joins: ['customers'] } : undefined
    },
  },
  ofOrder('customer_type', 'Customer type', 'new, returning or guest, at the time of the order.'),
  {
    name: 'status',
    label: 'Status',
    description: 'Status of the order: paid, shipped, completed or refunded.',
    ...text,
    of: (source) => (FACTS.includes(source) ? { sql: 'm.status' } : undefined),
  },
  {
    name: 'customer',
    label: 'Customer',
    description: 'Customer id; guests are (none).',
    ...text,
    of: (source) =>
      FACTS.includes(source) ? { sql: none('c.customer_id'), joins: ['customers'] } : undefined,
  },
  {
    name: 'cohort',
    label: 'Cohort',
    description: 'Month of the customer’s first sold order, YYYY-MM; guests are (none).',
    ...text,
    of: (source) =>
      FACTS.includes(source)
        ? { sql: none(`to_char(fo.cohort_month, 'YYYY-MM')`), joins: ['customers', 'first_orders'] }
        : undefined,
    parse: (value) => {
      if (value !== '(none)' && !/^\d{4}-(0[1-9]|1[0-2])$/.test(value))
        throw bad('cohort', value, 'a month as YYYY-MM')
      return value
    },
  },
  {
    name: 'order',
    label: 'Order',
    description: 'Order id.',
    ...text,
    of: (source) => (FACTS.includes(source) ? { sql: 'm.order_id' } : undefined),
  },
]

const byName = new Map(DIMENSIONS.map((dimension) => [dimension.name, dimension]))

/** The dimension of this name. @throws QueryError listing the valid ones, nearest first */
export function dimensionByName(name: string): Dimension {
  const found = byName.get(name)
  if (found) return found
  throw unknownName(
    'dimension',
    name,
    DIMENSIONS.map((dimension) => dimension.name),
  )
}

/** True for what belongs to a product, and so to a line rather than to a whole order. */
export function isOfProduct(dimension: Dimension): boolean {
  return dimension.of('fact_orders') === undefined
}
