import { decimal } from './exact'
import { addWarning, type Entry, type Warning } from './records'
import { instant } from './rules'

/** The records that stand, by entity and key; for products and customers their whole history too. */
export interface Standing {
  winners: Record<string, Map<string, Entry>>
  /** versions of a product or customer, the first one first */
  versions: Record<'products' | 'customers', Map<string, Entry[]>>
}

const TRACKED = {
  products: ['unit_cost', 'list_price', 'category', 'subcategory', 'supplier_id'],
  customers: ['segment', 'city', 'region', 'country'],
}
const ATTRIBUTES = {
  products: ['product_name', 'brand', 'status', 'launched_at'],
  customers: ['first_name', 'last_name', 'full_name', 'email', 'phone', 'created_at'],
}

const later = (a: Entry, b: Entry) =>
  a.effective - b.effective || a.fileOrder - b.fileOrder || a.record - b.record

/** The day (UTC) of a timestamp. */
export function dayOf(timestamp: string): string {
  return new Date(instant(timestamp) ?? Number.NaN).toISOString().slice(0, 10)
}

/** Gives every record its fate: parents first, then what refers to them. */
export function resolve(entries: readonly Entry[], warnings: Warning[], reportingCurrency: string): Standing {
  const standing: Standing = { winners: {}, versions: { products: new Map(), customers: new Map() } }
  const open = (entity: string) => entries.filter((e) => e.entity === entity && e.fate === undefined)
  const wait = (entry: Entry, rule: string, column: string) =>
    Object.assign(entry, { fate: 'waiting', rule, column })
  const latest = (entity: string) => {
    standing.winners[entity] = latestWins(open(entity), warnings)
  }
  latest('exchange_rates')
  latest('suppliers')
  const suppliers = standing.winners.suppliers ?? new Map()
  for (const e of open('products')) {
    if (e.row.supplier_id && !suppliers.has(e.row.supplier_id)) wait(e, 'unknown_supplier', 'supplier_id')
  }
  for (const entity of ['products', 'customers'] as const) buildHistory(entity, open(entity), standing)
  const { products, customers } = standing.versions
  for (const e of open('orders')) {
    const { customer_id: customer, currency, ordered_at: at } = e.row
    if (customer && !customers.has(customer)) wait(e, 'unknown_customer', 'customer_id')
    else if (
      rateOn(standing, currency ?? reportingCurrency, dayOf(at ?? ''), reportingCurrency) === undefined
    ) {
      wait(e, 'missing_rate', 'currency')
    }
  }
  latest('orders')
  for (const e of open('order_items')) {
    if (!standing.winners.orders?.has(e.row.order_id ?? '')) wait(e, 'unknown_order', 'order_id')
    else if (!products.has(e.row.product_id ?? '')) wait(e, 'unknown_product', 'product_id')
  }
  latest('order_items')
  for (const e of open('refunds')) {
    const line = `${e.row.order_id}/${e.row.line_number}`
    if (!standing.winners.order_items?.has(line)) wait(e, 'unknown_line', 'line_number')
  }
  latest('refunds')
  for (const e of open('inventory_movements')) {
    if (!products.has(e.row.product_id ?? '')) wait(e, 'unknown_product', 'product_id')
  }
  latest('inventory_movements')
  return standing
}

/** The rate of a currency that governs a day, in units of 10^-10; undefined when there is none. */
export function rateOn(
  standing: Standing,
  currency: string,
  day: string,
  reportingCurrency: string,
): bigint | undefined {
  if (currency === reportingCurrency) return 10n ** 10n
  const rates = [...(standing.winners.exchange_rates?.values() ?? [])]
    .filter(({ row }) => row.currency === currency && (row.rate_date ?? '') <= day)
    .sort((a, b) => ((a.row.rate_date ?? '') < (b.row.rate_date ?? '') ? -1 : 1))
  const rate = rates.at(-1)?.row.rate
  return rate ? decimal(rate, 10).value : undefined
}

/** The version of a product or customer in force at an instant; the first is valid from the beginning of time. */
export function versionAt(versions: readonly Entry[] | undefined, at: number): Entry | undefined {
  return versions?.findLast((version, i) => i === 0 || version.effective <= at)
}

function byKey(entries: readonly Entry[]): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>()
  for (const entry of [...entries].sort(later))
    groups.set(entry.key, [...(groups.get(entry.key) ?? []), entry])
  return groups
}

function latestWins(entries: readonly Entry[], warnings: Warning[]): Map<string, Entry> {
  const winners = new Map<string, Entry>()
  for (const [key, copies] of byKey(entries)) {
    const winner = copies.at(-1) as Entry
    winners.set(key, winner)
    for (const copy of copies) {
      copy.fate = copy === winner ? 'loaded' : copy.content === winner.content ? 'unchanged' : 'superseded'
      const rival = copies.some(
        (other) =>
          other.file === copy.file && other.effective === copy.effective && other.content !== copy.content,
      )
      if (rival) addWarning(warnings, copy.file, 'duplicate_key', null, copy.record)
    }
  }
  return winners
}

function pick(entry: Entry, columns: readonly string[]): string {
  // A version is told by its values as they are stored, e.g. 3.2 and 3.20 are one cost.
  return JSON.stringify(
    columns.map((name) =>
      /cost|price/.test(name) && entry.row[name]
        ? String(decimal(entry.row[name], 4).value)
        : (entry.row[name] ?? null),
    ),
  )
}

function buildHistory(entity: 'products' | 'customers', entries: readonly Entry[], standing: Standing): void {
  const tracked = TRACKED[entity]
  const all = [...tracked, ...ATTRIBUTES[entity]]
  standing.winners[entity] = new Map()
  for (const [key, records] of byKey(entries)) {
    const history = records.filter((record, i) => records[i + 1]?.effective !== record.effective)
    const versions: Entry[] = []
    history.forEach((record, i) => {
      const before = history[i - 1]
      if (!before || pick(before, tracked) !== pick(record, tracked)) {
        versions.push(record)
        record.fate = 'loaded'
      } else if (pick(before, all) === pick(record, all)) record.fate = 'unchanged'
      else record.fate = record === history.at(-1) ? 'loaded' : 'superseded'
    })
    for (const record of records) {
      const stands = history.find((one) => one.effective === record.effective) as Entry
      if (record !== stands)
        record.fate = pick(record, all) === pick(stands, all) ? 'unchanged' : 'superseded'
    }
    standing.versions[entity].set(key, versions)
    standing.winners[entity]?.set(key, history.at(-1) as Entry)
  }
}
