import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { dayNumber, isoDay } from './calendar'
import { generate, type SeedSummary } from './generate'
import { type Entry, readEntries } from './golden/records'
import { resolve } from './golden/resolve'
import { parseSeedArgs, type SeedOptions, seedOptions } from './options'

const root = mkdtempSync(join(tmpdir(), 'seed-test-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let made = 0
function make(options: Partial<SeedOptions> & { orders: number }): SeedSummary {
  return generate(seedOptions({ ...options, out: join(root, String(made++)) }))
}

function hashes({ out }: SeedSummary): Record<string, string> {
  return Object.fromEntries(
    readdirSync(out).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(out, name)))
        .digest('hex'),
    ]),
  )
}

function table(summary: SeedSummary, name: string): Record<string, string>[] {
  const [header = '', ...lines] = readFileSync(join(summary.out, name), 'utf8').trimEnd().split('\n')
  const columns = header.split(',')
  // None of the columns the tests look at stands behind a quoted one.
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [columns[i] ?? '', cell])))
}

function tally<T>(
  list: readonly T[],
  of: (one: T) => string,
  weight: (one: T) => number = () => 1,
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const one of list) counts.set(of(one), (counts.get(of(one)) ?? 0) + weight(one))
  return counts
}

function shareOfTopFifth(counts: Map<string, number>): number {
  const sorted = [...counts.values()].sort((a, b) => b - a)
  const sum = (list: number[]) => list.reduce((a, b) => a + b, 0)
  return sum(sorted.slice(0, Math.round(sorted.length / 5))) / sum(sorted)
}

const shop = make({ orders: 6000 })
const orders = table(shop, 'orders.csv')
const lines = table(shop, 'order_items.csv')
const movements = table(shop, 'inventory_movements.csv')

describe('the generator', () => {
  it('gives the same bytes for the same arguments, and others for another seed', () => {
    const small = { orders: 300, dirt: 3 }
    expect(hashes(make(small))).toEqual(hashes(make(small)))
    expect(hashes(make({ ...small, seed: 'other' }))['orders.csv']).not.toBe(
      hashes(make(small))['orders.csv'],
    )
  })

  it('makes exactly the orders it is asked for, within its period', () => {
    expect(orders).toHaveLength(6000)
    expect(new Set(orders.map((order) => order.order_id)).size).toBe(6000)
    const days = orders.map((order) => order.ordered_at?.slice(0, 10) ?? '')
    expect(days.every((day) => day >= '2024-01-01' && day <= '2025-12-31')).toBe(true)
    expect(lines.length / orders.length).toBeGreaterThan(2.2)
    for (const count of [1, 7, 40]) expect(make({ orders: count }).entities.orders?.rows).toBe(count)
  })

  it('takes the same orders from more customers than can order, or from very few', () => {
    const crowd = make({ orders: 100, customers: 500 })
    expect(crowd.entities.customers?.rows).toBeGreaterThanOrEqual(500)
    expect(crowd.entities.orders?.rows).toBe(100)
    expect(make({ orders: 500, customers: 3 }).entities.orders?.rows).toBe(500)
  })

  it('writes a quarter a file when split, with the same rows', () => {
    const split = make({ orders: 6000, split: true })
    expect(split.entities.orders?.files).toHaveLength(8)
    const joined = split.entities.order_items?.files.flatMap((name) => table(split, name))
    expect(joined).toEqual(lines)
  })

  it('makes rows that the contract takes without exception', () => {
    const { entries, warnings } = readEntries([make({ orders: 1500 }).out])
    resolve(entries, warnings, 'EUR')
    expect(entries.filter(({ fate }) => fate !== 'loaded')).toEqual([])
    expect(warnings).toEqual([])
  })

  it('refuses a folder that is not empty', () => {
    expect(() => generate(seedOptions({ orders: 1, out: shop.out }))).toThrow(/is not empty/)
  })
})

describe('the shop it makes', () => {
  it('lives on few customers and few products', () => {
    const known = orders.filter((order) => order.customer_id)
    expect(known.length / orders.length).toBeGreaterThan(0.75)
    expect(shareOfTopFifth(tally(known, (order) => order.customer_id ?? ''))).toBeGreaterThan(0.5)
    const sales = tally(
      lines,
      (line) => line.product_id ?? '',
      (line) => Number(line.quantity) * Number(line.unit_price),
    )
    expect(shareOfTopFifth(sales)).toBeGreaterThan(0.6)
  })

  it('has its weekdays, hours, season and growth', () => {
    const weekday = tally(orders, (order) => new Date(order.ordered_at ?? '').toUTCString().slice(0, 3))
    expect(weekday.get('Mon')).toBeGreaterThan((weekday.get('Sat') ?? 0) * 1.15)
    const hour = tally(orders, (order) => order.ordered_at?.slice(11, 13) ?? '')
    expect(hour.get('20')).toBeGreaterThan((hour.get('03') ?? 0) * 10)
    const month = tally(orders, (order) => order.ordered_at?.slice(0, 7) ?? '')
    expect(month.get('2025-12')).toBeGreaterThan((month.get('2025-07') ?? 0) * 1.4)
    const year = tally(orders, (order) => order.ordered_at?.slice(0, 4) ?? '')
    expect(year.get('2025')).toBeGreaterThan((year.get('2024') ?? 0) * 1.1)
  })

  it('never sells what is not there', () => {
    const onHand = new Map<string, number>()
    const inTime = [...movements].sort((a, b) =>
      (a.moved_at ?? '') < (b.moved_at ?? '') ? -1 : a.moved_at === b.moved_at ? 0 : 1,
    )
    for (const { product_id: product = '', quantity } of inTime) {
      const left = (onHand.get(product) ?? 0) + Number(quantity)
      expect(left).toBeGreaterThanOrEqual(0)
      onHand.set(product, left)
    }
    expect(new Set(movements.map((one) => one.movement_type)).size).toBe(6)
  })

  it('takes out of stock exactly what sold orders hold', () => {
    const sold = new Map(
      orders.map((order) => [order.order_id, !['cancelled', 'pending'].includes(order.status ?? '')]),
    )
    const day = new Map(orders.map((order) => [order.order_id, order.ordered_at?.slice(0, 10)]))
    const ordered = tally(
      lines.filter((line) => sold.get(line.order_id)),
      (line) => `${line.product_id} ${day.get(line.order_id)}`,
      (line) => Number(line.quantity),
    )
    const moved = tally(
      movements.filter((one) => one.movement_type === 'sale'),
      (one) => `${one.product_id} ${one.moved_at?.slice(0, 10)}`,
      (one) => -Number(one.quantity),
    )
    expect(moved).toEqual(ordered)
  })
})

describe('dirt', () => {
  const dirty = make({ orders: 1500, dirt: 4 })
  const { entries, warnings } = readEntries([dirty.out])
  resolve(entries, warnings, 'EUR')

  /** Rows of an entity and rule as the independent reading of the files finds them. */
  function found(entity: string, rule: string): number {
    const fates: Record<string, Entry['fate']> = { identical_copy: 'unchanged', older_record: 'superseded' }
    const fate = fates[rule]
    return entries.filter(
      (entry) => entry.entity === entity && (fate ? entry.fate === fate : entry.rule === rule),
    ).length
  }

  it('is of every kind of each entity, and of as many rows as reported', () => {
    for (const [entity, rules] of Object.entries(dirty.dirt)) {
      for (const [rule, { outcome, rows }] of Object.entries(rules)) {
        if (outcome !== 'warned') expect(found(entity, rule), `${entity} ${rule}`).toBe(rows)
      }
    }
    const reported = Object.values(dirty.dirt).flatMap((rules) =>
      Object.values(rules).filter(({ outcome }) => outcome !== 'warned'),
    )
    const notLoaded = entries.filter(({ fate }) => fate !== 'loaded')
    expect(notLoaded).toHaveLength(reported.reduce((sum, { rows }) => sum + rows, 0))
  })

  it('reports each row that only gets a warning', () => {
    for (const rule of ['malformed_email', 'unknown_country', 'rounded_decimal', 'cost_above_price']) {
      const reported = Object.values(dirty.dirt).reduce((sum, rules) => sum + (rules[rule]?.rows ?? 0), 0)
      const seen = warnings.filter((one) => one.rule === rule).flatMap(({ records }) => records)
      expect(seen, rule).toHaveLength(reported)
    }
  })

  it('is the share that was asked for, and leaves the good rows as they are', () => {
    const share =
      Object.values(dirty.dirt.order_items ?? {}).reduce((sum, { rows }) => sum + rows, 0) /
      (dirty.entities.order_items?.rows ?? 1)
    expect(share).toBeCloseTo(0.04, 3)
    const clean = new Set(readFileSync(join(make({ orders: 1500 }).out, 'orders.csv'), 'utf8').split('\n'))
    const kept = new Set(readFileSync(join(dirty.out, 'orders.csv'), 'utf8').split('\n'))
    for (const line of clean) expect(kept.has(line)).toBe(true)
  })
})

describe('the command line', () => {
  const now = new Date('2026-11-24T10:00:00Z')
  const args = ['--orders', '12000', '--out', 'x']

  it('has defaults that do not depend on the day', () => {
    const { options } = parseSeedArgs(args, now)
    expect(options).toMatchObject({ customers: 2000, products: 240, months: 24, dirt: 0, split: false })
    expect(isoDay(options.end)).toBe('2025-12-31')
  })

  it('ends with the last whole day when asked for today', () => {
    expect(parseSeedArgs([...args, '--end', 'today'], now).options.end).toBe(dayNumber('2026-11-23'))
  })

  it('says what would be right', () => {
    expect(() => parseSeedArgs(['--out', 'x'], now)).toThrow(/--orders is missing/)
    expect(() => parseSeedArgs(['--orders', '1e6', '--out', 'x'], now)).toThrow(/whole number from 1 to/)
    expect(() => parseSeedArgs([...args, '--end', '2025-02-30'], now)).toThrow(/takes a date such as/)
    expect(() => parseSeedArgs([...args, '--dirt', '80'], now)).toThrow(/from 0 to 50/)
  })
})
