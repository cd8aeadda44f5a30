import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { z } from 'zod'
import { createLedger } from '@/lib/reports/inventory-valuation'
import type { TaskContext } from '../context'
import { sqlFile } from '../sql/sql'
import { copyFile, copyToFile } from '../transfer'

const TYPES = ['receipt', 'sale', 'return', 'adjustment', 'transfer', 'write_off'] as const
const COLUMNS = [
  'date_key',
  'product_id',
  'received',
  'sold',
  'returned',
  'adjusted',
  'transferred',
  'written_off',
  'on_hand',
  'average_cost',
  'stock_value',
  'fifo_value',
]

/**
 * Writes the days of inventory_daily for the products in staging.touched_stock to a CSV file. Moving average and
 * FIFO depend on every movement before, so a product's ledger is written from its first movement; one product is
 * in memory at a time. `inDuckDb`: DuckDB holds every movement there is, which leaves PostgreSQL free meanwhile.
 * @returns the file's path
 */
export async function writeInventoryDaily(ctx: TaskContext, inDuckDb: boolean): Promise<string> {
  const movements = join(ctx.folder, 'stock-ledger.csv')
  const days = join(ctx.folder, 'mart-inventory_daily.csv')
  const select = sqlFile('marts/stock_ledger')
  if (inDuckDb) await copyToFile(ctx.duck, select, movements)
  else
    await pipeline(
      ctx.tx.query(copyTo(`copy (${select}) to stdout (format csv)`)),
      createWriteStream(movements),
      {
        signal: ctx.signal,
      },
    )
  const source = createReadStream(movements, { encoding: 'utf8', highWaterMark: 1 << 18 })
  await pipeline(Readable.from(balances(source)), createWriteStream(days), { signal: ctx.signal })
  return days
}

/** Replaces the touched products' days by those of the file. @returns rows written */
export async function copyInventoryDaily({ tx, signal }: TaskContext, file: string): Promise<number> {
  await tx.query(
    'delete from warehouse.inventory_daily d using staging.touched_stock t where t.product_id = d.product_id',
  )
  const rows = await copyFile(tx, 'warehouse.inventory_daily', COLUMNS, file, signal)
  await tx.query('analyze warehouse.inventory_daily')
  return rows
}

/** Movements in the order of the ledger → CSV text of days, a piece for each piece that comes in. */
async function* balances(source: AsyncIterable<string>): AsyncGenerator<string> {
  let json: string | undefined
  let product = ''
  let day = ''
  let ledger = createLedger()
  let units = new Map<string, number>()
  let text = ''
  const closeDay = () => {
    if (json === undefined) return
    const end = ledger.endOfDay()
    const moved = TYPES.map((type) => units.get(type) ?? 0).join(',')
    text += `${day},${product},${moved},${end.onHand},${end.averageCost ?? ''},${end.stockValue},${end.fifoValue}\n`
    units = new Map()
  }
  let rest = ''
  for await (const piece of source) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [dateKey = '', type = '', quantity = '', unitCost = '', ...id] = line.split(',')
      const isNext = id.join(',') !== json
      if (isNext || dateKey !== day) closeDay()
      if (isNext) {
        json = id.join(',')
        product = quotedId(json)
        ledger = createLedger()
      }
      day = dateKey
      ledger.add({ type, quantity: Number(quantity), unitCost: unitCost === '' ? null : unitCost })
      units.set(type, (units.get(type) ?? 0) + Number(quantity))
    }
    yield text
    text = ''
  }
  closeDay()
  yield text
}

/** A CSV field that holds a JSON string → a CSV field that holds the string. */
function quotedId(field: string): string {
  const id = z.string().parse(JSON.parse(field.slice(1, -1).replaceAll('""', '"')))
  return `"${id.replaceAll('"', '""')}"`
}
