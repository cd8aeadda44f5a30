import { decimal } from './exact'

type Kind =
  | 'text'
  | 'email'
  | 'country'
  | 'currency'
  | 'integer'
  | 'amount'
  | 'price'
  | 'rate'
  | 'date'
  | 'timestamp'
  | 'boolean'

interface Column {
  kind: Kind
  /** 'key' and 'required' may not be empty */
  need?: 'key' | 'required'
  low?: number
  high?: number
  values?: readonly string[]
  /** a planned date, which may lie in the future */
  planned?: boolean
}

const text: Column = { kind: 'text' }
const key: Column = { kind: 'text', need: 'key' }
const needed: Column = { kind: 'text', need: 'required' }
const stamp: Column = { kind: 'timestamp' }
const atLeast0 = { low: 0 }

/** Columns of the eight entities, written down again from the contract. */
export const ENTITIES: Record<string, Record<string, Column>> = {
  customers: {
    customer_id: key,
    first_name: text,
    last_name: text,
    full_name: text,
    email: { kind: 'email' },
    phone: text,
    city: text,
    region: text,
    country: { kind: 'country' },
    segment: text,
    created_at: stamp,
    updated_at: stamp,
  },
  suppliers: {
    supplier_id: key,
    supplier_name: needed,
    contact_email: { kind: 'email' },
    country: { kind: 'country' },
    contract_start: { kind: 'date', planned: true },
    contract_end: { kind: 'date', planned: true },
    payment_terms_days: { kind: 'integer', ...atLeast0 },
    lead_time_days: { kind: 'integer', ...atLeast0 },
    discount_rate: { kind: 'rate', low: 0, high: 1 },
    rating: { kind: 'rate', low: 0, high: 5 },
    updated_at: stamp,
  },
  products: {
    product_id: key,
    product_name: needed,
    category: text,
    subcategory: text,
    brand: text,
    supplier_id: text,
    unit_cost: { kind: 'price', ...atLeast0 },
    list_price: { kind: 'price', need: 'required', ...atLeast0 },
    status: { kind: 'text', values: ['active', 'discontinued'] },
    launched_at: stamp,
    updated_at: stamp,
  },
  orders: {
    order_id: key,
    customer_id: text,
    ordered_at: { kind: 'timestamp', need: 'required' },
    status: {
      kind: 'text',
      need: 'required',
      values: ['pending', 'paid', 'shipped', 'completed', 'cancelled', 'refunded'],
    },
    channel: text,
    currency: { kind: 'currency' },
    ship_country: { kind: 'country' },
    shipping_amount: { kind: 'amount', ...atLeast0 },
    tax_amount: { kind: 'amount', ...atLeast0 },
    discount_amount: { kind: 'amount', ...atLeast0 },
    payment_method: text,
    coupon_code: text,
    updated_at: stamp,
  },
  order_items: {
    order_id: key,
    line_number: { kind: 'integer', need: 'key', low: 1 },
    product_id: needed,
    quantity: { kind: 'integer', need: 'required', low: 1 },
    unit_price: { kind: 'price', need: 'required', ...atLeast0 },
    discount_amount: { kind: 'amount', ...atLeast0 },
    unit_cost: { kind: 'price', ...atLeast0 },
  },
  refunds: {
    refund_id: key,
    order_id: needed,
    line_number: { kind: 'integer', need: 'required', low: 1 },
    refunded_at: { kind: 'timestamp', need: 'required' },
    quantity: { kind: 'integer', need: 'required', low: 1 },
    amount: { kind: 'amount', need: 'required', ...atLeast0 },
    reason: text,
    restocked: { kind: 'boolean' },
  },
  inventory_movements: {
    movement_id: key,
    product_id: needed,
    moved_at: { kind: 'timestamp', need: 'required' },
    movement_type: {
      kind: 'text',
      need: 'required',
      values: ['receipt', 'sale', 'return', 'adjustment', 'transfer', 'write_off'],
    },
    quantity: { kind: 'integer', need: 'required' },
    unit_cost: { kind: 'price', ...atLeast0 },
    reference: text,
    location: text,
  },
  exchange_rates: {
    currency: { kind: 'currency', need: 'key' },
    rate_date: { kind: 'date', need: 'key' },
    rate: { kind: 'rate', need: 'required', low: 0 },
  },
}

const PLACES: Partial<Record<Kind, number>> = { amount: 2, price: 4, rate: 10 }
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))
// Only what the sample uses: this is a second opinion, not a gazetteer.
const COUNTRIES: Record<string, string> = {
  DEU: 'DE',
  Germany: 'DE',
  France: 'FR',
  FRA: 'FR',
  'United Kingdom': 'GB',
  GBR: 'GB',
  ITA: 'IT',
  AUT: 'AT',
  Spain: 'ES',
  ESP: 'ES',
  USA: 'US',
  'United States': 'US',
  Netherlands: 'NL',
  NLD: 'NL',
  Switzerland: 'CH',
  IRL: 'IE',
  Belgium: 'BE',
  PRT: 'PT',
  IND: 'IN',
} // prettier-ignore
const ALPHA2 = 'DE FR GB IT AT ES US NL CH IE BE PT IN CN PL'.split(' ')

export interface Issue {
  rule: string
  column: string | null
}

export type Row = Record<string, string | null>

/** Milliseconds of a date or timestamp; without an offset it is UTC. undefined when it is none. */
export function instant(value: string): number | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(value)
  if (!match) return undefined
  const [, day = '', time = '00:00:00', zone = 'Z'] = match
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined
  const at = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}${zone}`)
  return Number.isNaN(at) ? undefined : at
}

function typeIssue(value: string, column: Column): string | undefined {
  if (value.includes('\0')) return 'nul_character'
  if (value.length > 1000) return 'text_too_long'
  switch (column.kind) {
    case 'integer':
      if (!/^[+-]?\d+$/.test(value)) return 'bad_integer'
      break
    case 'amount':
    case 'price':
    case 'rate':
      if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(value)) return 'bad_decimal'
      break
    case 'boolean':
      return /^(true|false)$/i.test(value) ? undefined : 'bad_boolean'
    case 'currency':
      return CURRENCIES.has(value) ? undefined : 'unknown_value'
    case 'date':
    case 'timestamp': {
      const at = instant(value)
      if (at === undefined || (column.kind === 'date' && value.length !== 10)) {
        return column.kind === 'date' ? 'bad_date' : 'bad_timestamp'
      }
      const latest = column.planned ? Number.POSITIVE_INFINITY : Date.now() + 86_400_000
      return at < Date.parse('1990-01-01T00:00:00Z') || at > latest ? 'date_out_of_range' : undefined
    }
    default:
      return column.values && !column.values.includes(value) ? 'unknown_value' : undefined
  }
  const n = Number(value)
  return n < (column.low ?? Number.NEGATIVE_INFINITY) || n > (column.high ?? Number.POSITIVE_INFINITY)
    ? 'out_of_range'
    : undefined
}

/** What keeps a row out by itself (the first issue per column), before its references are looked at. */
export function rowIssues(entity: string, row: Row): Issue[] {
  const issues: Issue[] = []
  for (const [name, column] of Object.entries(ENTITIES[entity] ?? {})) {
    const value = row[name] ?? null
    const rule =
      value !== null
        ? typeIssue(value, column)
        : column.need === 'key'
          ? 'missing_key'
          : column.need === 'required'
            ? 'missing_value'
            : undefined
    // A NUL is found before the record is taken apart.
    if (rule) issues.push({ rule, column: rule === 'nul_character' ? null : name })
  }
  if (issues.length > 0) return issues
  const quantity = Number(row.quantity)
  if (entity === 'order_items' && row.discount_amount) {
    const gross = BigInt(row.quantity ?? 0) * decimal(row.unit_price ?? '0', 4).value
    if (decimal(row.discount_amount, 4).value > gross)
      issues.push({ rule: 'discount_above_gross', column: 'discount_amount' })
  }
  if (entity === 'exchange_rates' && Number(row.rate) === 0)
    issues.push({ rule: 'out_of_range', column: 'rate' })
  if (entity === 'inventory_movements') {
    const inward = row.movement_type === 'receipt' || row.movement_type === 'return'
    const outward = row.movement_type === 'sale' || row.movement_type === 'write_off'
    if ((inward && quantity <= 0) || (outward && quantity >= 0))
      issues.push({ rule: 'bad_sign', column: 'quantity' })
  }
  return issues
}

/** What is loaded all the same but reported. */
export function rowWarnings(entity: string, row: Row): Issue[] {
  const warnings: Issue[] = []
  for (const [name, column] of Object.entries(ENTITIES[entity] ?? {})) {
    const value = row[name]
    if (!value) continue
    if (column.kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
      warnings.push({ rule: 'malformed_email', column: name })
    }
    if (column.kind === 'country' && !ALPHA2.includes(value) && !COUNTRIES[value]) {
      warnings.push({ rule: 'unknown_country', column: name })
    }
    const places = PLACES[column.kind]
    if (places !== undefined && decimal(value, places).rounded)
      warnings.push({ rule: 'rounded_decimal', column: name })
  }
  if (entity === 'products' && Number(row.unit_cost) > Number(row.list_price)) {
    warnings.push({ rule: 'cost_above_price', column: 'unit_cost' })
  }
  return warnings
}

/** A row's values in one spelling, so that two records can be compared. */
export function content(entity: string, row: Row): string {
  return JSON.stringify(
    Object.entries(ENTITIES[entity] ?? {}).map(([name, { kind }]) => {
      const value = row[name] ?? null
      if (value === null) return null
      if (kind === 'country') return ALPHA2.includes(value) ? value : (COUNTRIES[value] ?? null)
      if (kind === 'date' || kind === 'timestamp') return instant(value)
      if (kind === 'boolean') return value.toLowerCase()
      const places = PLACES[kind]
      return places === undefined ? value : String(decimal(value, places).value)
    }),
  )
}
