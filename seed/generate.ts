import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { EntityWriter } from './csv-writer'
import { CUSTOMER_COLUMNS } from './customers'
import { Dirt, type DirtReport } from './dirt'
import { parseSeedArgs, type SeedOptions, USAGE } from './options'
import { LINE_COLUMNS, ORDER_COLUMNS, REFUND_COLUMNS } from './orders'
import { type Entity, PRODUCT_COLUMNS, RATE_COLUMNS, runShop, type ShopTruth, SUPPLIER_COLUMNS } from './shop'
import { MOVEMENT_COLUMNS } from './stock'

const COLUMNS: Record<Entity, readonly string[]> = {
  customers: CUSTOMER_COLUMNS,
  suppliers: SUPPLIER_COLUMNS,
  products: PRODUCT_COLUMNS,
  orders: ORDER_COLUMNS,
  order_items: LINE_COLUMNS,
  refunds: REFUND_COLUMNS,
  inventory_movements: MOVEMENT_COLUMNS,
  exchange_rates: RATE_COLUMNS,
}

/** What was written. */
export interface SeedSummary {
  out: string
  firstDay: string
  lastDay: string
  entities: Record<string, { files: string[]; rows: number; bytes: number }>
  /** bad rows by entity and rule; empty without --dirt */
  dirt: DirtReport
  truth: ShopTruth
  seconds: number
}

/** Generates a shop's files into `options.out`. The same options give the same bytes. */
export function generate(options: SeedOptions, progress: (message: string) => void = () => {}): SeedSummary {
  const started = performance.now()
  mkdirSync(options.out, { recursive: true })
  const others = readdirSync(options.out).filter((name) => !name.startsWith('.'))
  if (others.length > 0) {
    throw new Error(
      `${options.out} is not empty (${others[0]}, …): name a new folder or empty this one first`,
    )
  }
  const writers = new Map<Entity, EntityWriter>()
  for (const entity of Object.keys(COLUMNS) as Entity[]) {
    writers.set(entity, new EntityWriter(options.out, entity, COLUMNS[entity]))
  }
  const of = (entity: Entity) => writers.get(entity) as EntityWriter
  const dirt = new Dirt(options.dirt, (entity, line) => of(entity).write(line))
  let firstDay = ''
  let lastDay = ''
  let month = ''
  const truth = runShop(
    options,
    (entity, line) => {
      of(entity).write(line)
      dirt.after(entity, line)
    },
    (day, calendar) => {
      lastDay = calendar.iso[day] as string
      firstDay ||= lastDay
      dirt.at = calendar.stamp(day, 43_200)
      if (options.split)
        for (const entity of ['orders', 'order_items'] as const) of(entity).part(calendar.quarter(day))
      if (lastDay.slice(0, 7) === month) return
      month = lastDay.slice(0, 7)
      progress(`${month}: ${of('orders').written} orders, ${of('order_items').written} order lines so far`)
    },
  )
  dirt.finish()
  const entities: SeedSummary['entities'] = {}
  for (const [entity, writer] of writers) {
    writer.close()
    entities[entity] = { files: writer.files, rows: writer.rows, bytes: writer.bytes }
  }
  const seconds = Math.round(performance.now() - started) / 1000
  return { out: options.out, firstDay, lastDay, entities, dirt: dirt.report, truth, seconds }
}

function main(): void {
  try {
    const { options, json } = parseSeedArgs(process.argv.slice(2), new Date())
    const summary = generate(options, (message) => process.stderr.write(`${message}\n`))
    if (json) process.stdout.write(`${JSON.stringify(summary)}\n`)
    else {
      for (const [entity, { files, rows, bytes }] of Object.entries(summary.entities)) {
        const size = `${(bytes / 1e6).toFixed(1)} MB`
        process.stdout.write(
          `${entity.padEnd(20)} ${String(rows).padStart(10)} rows ${size.padStart(10)}  ${files[0]}${files.length > 1 ? ` and ${files.length - 1} more` : ''}\n`,
        )
      }
      for (const [entity, rules] of Object.entries(summary.dirt)) {
        for (const [rule, { outcome, rows }] of Object.entries(rules)) {
          process.stdout.write(
            `${entity.padEnd(20)} ${String(rows).padStart(10)} bad rows: ${rule} (${outcome})\n`,
          )
        }
      }
      process.stdout.write(
        `${summary.firstDay} to ${summary.lastDay} in ${join(summary.out)}, ${summary.seconds} s\n`,
      )
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`)
    process.exitCode = 1
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
