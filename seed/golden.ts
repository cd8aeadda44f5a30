import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cents } from './golden/exact'
import { type Entry, readEntries, type Warning } from './golden/records'
import { resolve, type Standing } from './golden/resolve'
import { countStock } from './golden/stock'
import { type OrderTotals, priceOrders, priceRefunds, type Refund, summarize } from './golden/totals'

// What seed/sample must come to, worked out from its CSV text by other code than the pipeline's:
// nothing below seed/golden/ imports anything of lib/ or jobs/.

const CURRENCY = 'EUR'
export const SAMPLE = join(import.meta.dirname, 'sample')
const FILE = join(SAMPLE, 'golden.json')

type FileCount = {
  entity: string
  read: number
  loaded: number
  unchanged: number
  superseded: number
  quarantined: number
}

function countFiles(entries: readonly Entry[]): Record<string, FileCount> {
  const files: Record<string, FileCount> = {}
  for (const { file, entity, fate } of entries) {
    files[file] ??= {
      entity,
      read: 0,
      loaded: 0,
      unchanged: 0,
      superseded: 0,
      quarantined: 0,
    }
    const count = files[file]
    count.read++
    count[fate === undefined || fate === 'waiting' ? 'quarantined' : fate]++
  }
  return files
}

function listQuarantine(entries: readonly Entry[]) {
  return entries
    .filter(({ fate }) => fate === 'quarantined' || fate === 'waiting')
    .map(({ file, record, entity, rule, column, fate }) => ({
      file,
      record,
      entity,
      rule,
      column,
      state: fate,
    }))
}

function countRules(entries: readonly Entry[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { rule } of entries) if (rule) counts[rule] = (counts[rule] ?? 0) + 1
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What the warehouse-wide warnings must point at. */
function listFindings(standing: Standing, orders: readonly OrderTotals[], refunds: readonly Refund[]) {
  const current = [...(standing.winners.products?.values() ?? [])]
  const refunded = new Map<string, bigint>()
  const net = new Map<string, bigint>()
  for (const { line, amount } of refunds) {
    const key = `${line.order}/${line.line}`
    refunded.set(key, (refunded.get(key) ?? 0n) + amount)
    net.set(key, line.net)
  }
  const today = new Date().toISOString().slice(0, 10)
  const ended = [...(standing.winners.suppliers?.values() ?? [])].filter(
    ({ row }) => row.contract_end && row.contract_end < today,
  )
  return {
    cost_above_price: current
      .filter(({ row }) => Number(row.unit_cost) > Number(row.list_price))
      .map(({ key }) => key),
    negative_stock: Object.entries(countStock(standing))
      .filter(([, { lowest }]) => lowest < 0)
      .map(([product]) => product),
    refund_above_net: [...refunded]
      .filter(([key, amount]) => amount > (net.get(key) ?? 0n))
      .map(([key]) => key),
    refunded_without_refund: orders
      .filter(
        ({ order, status }) => status === 'refunded' && !refunds.some(({ line }) => line.order === order),
      )
      .map(({ order }) => order),
    order_without_lines: orders
      .filter(({ sold, lines }) => sold && lines.length === 0)
      .map(({ order }) => order),
    contract_ended: ended.map(({ key }) => key),
  }
}

function describe(entries: readonly Entry[], warnings: readonly Warning[], standing: Standing) {
  const orders = priceOrders(standing, CURRENCY).sort((a, b) => (a.order < b.order ? -1 : 1))
  const refunds = priceRefunds(standing, orders)
  const lines = orders.flatMap((order) => order.lines)
  const months = [
    ...new Set(
      [...orders.filter((o) => o.sold && o.lines.length > 0), ...refunds].map(({ day }) => day.slice(0, 7)),
    ),
  ].sort()
  const of = <T extends { day: string }>(month: string, list: readonly T[]) =>
    list.filter(({ day }) => day.startsWith(month))
  const categories = [...new Set(lines.filter((line) => line.sold).map(({ category }) => category))].sort()
  const years = [...entries]
    .filter(
      ({ fate, entity }) =>
        fate === 'loaded' && ['orders', 'refunds', 'inventory_movements'].includes(entity),
    )
    .map(({ row }) =>
      new Date((row.ordered_at ?? row.refunded_at ?? row.moved_at ?? '').replace(' ', 'T')).getUTCFullYear(),
    )
  const days = (Date.UTC(Math.max(...years) + 1, 0, 1) - Date.UTC(Math.min(...years), 0, 1)) / 86_400_000
  const count = (map: ReadonlyMap<string, unknown> | undefined) => map?.size ?? 0
  const versions = (map: ReadonlyMap<string, readonly unknown[]>) =>
    [...map.values()].reduce((sum, list) => sum + list.length, 0)
  return {
    files: countFiles(entries),
    warehouse: {
      customers: count(standing.winners.customers),
      customer_versions: versions(standing.versions.customers),
      suppliers: count(standing.winners.suppliers),
      products: count(standing.winners.products),
      product_versions: versions(standing.versions.products),
      orders: count(standing.winners.orders),
      order_lines: count(standing.winners.order_items),
      refunds: count(standing.winners.refunds),
      inventory_movements: count(standing.winners.inventory_movements),
      exchange_rates: count(standing.winners.exchange_rates),
      dates: days,
    },
    rules: countRules(entries),
    quarantine: listQuarantine(entries),
    warnings,
    findings: listFindings(standing, orders, refunds),
    totals: summarize(orders, lines, refunds),
    by_month: Object.fromEntries(
      months.map((month) => [month, summarize(of(month, orders), of(month, lines), of(month, refunds))]),
    ),
    by_category: Object.fromEntries(
      categories.map((category) => {
        const {
          shipping: _s,
          taxes: _t,
          total_sales: _total,
          ...figures
        } = summarize(
          [],
          lines.filter((line) => line.category === category),
          refunds.filter(({ line }) => line.category === category),
        )
        return [category, figures]
      }),
    ),
    orders: Object.fromEntries(orders.map((order) => [order.order, orderFigures(order)])),
    stock: countStock(standing),
  }
}

function orderFigures(order: OrderTotals) {
  return {
    day: order.day,
    sold: order.sold,
    shipping: cents(order.shipping),
    tax: cents(order.tax),
    lines: order.lines.map((line) => ({
      line: line.line,
      gross: cents(line.gross),
      discount: cents(line.discount),
      net: cents(line.net),
      cost: line.cost === undefined ? null : cents(line.cost),
    })),
  }
}

/** The golden figures of the sample, and of the sample followed by `later/`. */
export function golden() {
  const figures = (folders: readonly string[]) => {
    const { entries, warnings } = readEntries(folders)
    const standing = resolve(entries, warnings, CURRENCY)
    return { entries, described: describe(entries, warnings, standing) }
  }
  const sample = figures([SAMPLE])
  const withLater = figures([SAMPLE, join(SAMPLE, 'later')])
  const waiting = (entries: readonly Entry[]) => entries.filter(({ fate }) => fate === 'waiting').length
  const { files, warehouse, totals } = withLater.described
  return {
    environment: { REPORTING_CURRENCY: CURRENCY, STORE_TIMEZONE: 'UTC' },
    ...sample.described,
    later: { released: waiting(sample.entries) - waiting(withLater.entries), files, warehouse, totals },
  }
}

/** golden.json as it should read. */
export function goldenText(): string {
  return `${JSON.stringify(golden(), null, 2)}\n`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const text = goldenText()
  if (process.argv.includes('--write')) writeFileSync(FILE, text)
  else if (readFileSync(FILE, 'utf8') !== text) {
    process.stderr.write(
      'seed/sample/golden.json is not what seed/golden.ts works out; look at the difference, then run it with --write\n',
    )
    process.exitCode = 1
  }
}
