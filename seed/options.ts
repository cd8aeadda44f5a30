import { parseArgs } from 'node:util'
import { dayNumber, isoDay } from './calendar'

/** What to generate. Days are numbers since 1970-01-01. */
export interface SeedOptions {
  orders: number
  customers: number
  products: number
  months: number
  /** last day of the period */
  end: number
  /** percent of bad rows, 0–50 */
  dirt: number
  seed: string
  out: string
  /** orders and order_items in one file a quarter */
  split: boolean
}

export const USAGE = `npm run seed -- --orders N --out DIR [options]

  --orders N          orders to make (each has about 2.5 lines)
  --out DIR           folder for the CSV files; made when missing
  --customers C       default grows with N: 2,000 at 12,000 orders, 500,000 at 4 million
  --products P        default grows with N: 240 at 12,000 orders, 5,000 at 4 million
  --months M          length of the period, default 24
  --end YYYY-MM-DD    last day, default 2025-12-31; "today" means the last whole day (yesterday, UTC)
  --dirt PERCENT      share of bad rows, of every kind the contract names; default 0
  --seed S            any text; another seed, another shop; default "storeroom"
  --split, --no-split orders and order lines in one file a quarter; default from 1 million orders on
  --json              print the summary as one JSON line on standard output`

// The last day is fixed unless asked, so that the same arguments give the same bytes on any day.
const DEFAULT_END = '2025-12-31'

/** Customers, products and split that fit a number of orders, everything else at its default. */
export function seedOptions(given: Partial<SeedOptions> & { orders: number; out: string }): SeedOptions {
  const ratio = Math.log(Math.max(given.orders, 1) / 12_000)
  return {
    customers: Math.max(1, Math.round(2000 * Math.exp(0.95 * ratio))),
    products: Math.max(12, Math.round(240 * Math.exp(0.523 * ratio))),
    months: 24,
    end: dayNumber(DEFAULT_END),
    dirt: 0,
    seed: 'storeroom',
    split: given.orders >= 1_000_000,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  } as SeedOptions
}

/** The last whole day before `now`, or the day the text names. */
export function parseEnd(text: string, now: Date): number {
  if (text === 'today') return dayNumber(now.toISOString().slice(0, 10)) - 1
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayNumber(text) : Number.NaN
  if (Number.isNaN(day) || isoDay(day) !== text || text < '1995-01-01' || text > '2100-12-31') {
    throw new Error(`--end takes a date such as 2025-12-31 or "today", not "${text}"`)
  }
  return day
}

function number(
  name: string,
  text: string | undefined,
  low: number,
  high: number,
  whole = true,
): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= low && value <= high) || (whole && !Number.isInteger(value))) {
    throw new Error(
      `--${name} takes ${whole ? 'a whole number' : 'a number'} from ${low} to ${high}, not "${text}"`,
    )
  }
  return value
}

/** Reads the command line; throws an Error whose message says what would be right. */
export function parseSeedArgs(argv: readonly string[], now: Date): { options: SeedOptions; json: boolean } {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...argv],
    allowNegative: true,
    options: {
      orders: text,
      customers: text,
      products: text,
      months: text,
      end: text,
      dirt: text,
      seed: text,
      out: text,
      split: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  const orders = number('orders', values.orders, 1, 100_000_000)
  if (orders === undefined) throw new Error('--orders is missing: how many orders to make')
  if (!values.out) throw new Error('--out is missing: the folder to write to')
  const options = seedOptions({
    orders,
    out: values.out,
    customers: number('customers', values.customers, 1, 20_000_000),
    products: number('products', values.products, 12, 200_000),
    months: number('months', values.months, 1, 240),
    end: values.end === undefined ? undefined : parseEnd(values.end, now),
    dirt: number('dirt', values.dirt, 0, 50, false),
    seed: values.seed,
    split: values.split,
  })
  return { options, json: values.json ?? false }
}
