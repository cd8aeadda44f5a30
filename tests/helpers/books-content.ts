import type pg from 'pg'
import { content, contentRows, warehouseContent } from './warehouse-content'

const origin = (fact: string, key: string) => `select '${fact}', ${key}, f.sha256, w.source_row
  from warehouse.${fact} w join pipeline.source_files f on f.id = w.source_file_id`

/**
 * What the pipeline noted about the rows: the fate of every file, its warnings, the quarantine, and
 * which record of which file each stored row came from. Equal for two warehouses that took the same
 * files in the same runs.
 */
const books: Record<string, string> = {
  source_files: `select sha256, name, size_bytes, status, entity, encoding, delimiter, header, unknown_columns, reject_code,
    reject_message, rows_read, rows_loaded, rows_unchanged, rows_superseded, rows_quarantined from pipeline.source_files`,
  file_warnings: `select f.sha256, w.rule, w.column_name, w.rows, w.message
    from pipeline.file_warnings w join pipeline.source_files f on f.id = w.file_id`,
  quarantine: `select f.sha256, q.record_number, q.entity, q.rule, q.column_name, q.value, q.message, q.raw, q.state, q.released_as
    from pipeline.quarantine q join pipeline.source_files f on f.id = q.file_id`,
  origins_of_dimensions: [
    origin('dim_suppliers', 'w.supplier_id'),
    origin('dim_products', `w.product_id || ' ' || w.valid_from`),
    origin('dim_customers', `w.customer_id || ' ' || w.valid_from`),
    origin('exchange_rates', `w.currency || ' ' || w.rate_date`),
  ].join(' union all '),
  origins_of_facts: [
    origin('fact_orders', 'w.order_id'),
    origin('fact_sales', `w.order_id || ' ' || w.line_number`),
    origin('fact_refunds', `w.order_id || ' ' || w.refund_id`),
    origin('inventory_movements', 'w.movement_id'),
  ].join(' union all '),
}
const everything = { ...content, ...books }

/** Row count and content hash of every table of the warehouse and of the books. */
export const fullContent = (db: Pick<pg.Pool, 'query'>) => warehouseContent(db, everything)

/** How many rows of `expected` are missing in `db`, and how many of `db` are not in `expected` or too often. */
export async function rowDifference(
  expected: Pick<pg.Pool, 'query'>,
  db: Pick<pg.Pool, 'query'>,
): Promise<{ lost: number; doubled: number }> {
  let lost = 0
  let doubled = 0
  for (const table of Object.keys(everything)) {
    const times = new Map<string, number>()
    for (const row of await contentRows(expected, table, everything))
      times.set(row, (times.get(row) ?? 0) + 1)
    for (const row of await contentRows(db, table, everything)) times.set(row, (times.get(row) ?? 0) - 1)
    for (const n of times.values()) {
      if (n > 0) lost += n
      else doubled -= n
    }
  }
  return { lost, doubled }
}
