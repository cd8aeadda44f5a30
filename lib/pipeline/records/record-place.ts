import { z } from 'zod'
import { type EntityName, entities } from '@/lib/contract/entities'
import type { Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { count } from '../states'

const zStored = z.object({ fileId: count, record: count, orderId: z.string().nullable() })

/** The stored rows with a record's key: $1, … are the key's columns as text. */
const STORED: Record<EntityName, string> = {
  customers: `select source_file_id, source_row, null as order_id from warehouse.dim_customers where customer_id = $1
    union all select source_file_id, source_row, null from warehouse.dimension_confirmations
    where entity = 'customers' and id = $1`,
  suppliers:
    'select source_file_id, source_row, null as order_id from warehouse.dim_suppliers where supplier_id = $1',
  products: `select source_file_id, source_row, null as order_id from warehouse.dim_products where product_id = $1
    union all select source_file_id, source_row, null from warehouse.dimension_confirmations
    where entity = 'products' and id = $1`,
  orders: 'select source_file_id, source_row, order_id from warehouse.fact_orders where order_id = $1',
  order_items: `select source_file_id, source_row, order_id from warehouse.fact_sales
    where order_id = $1 and line_number::text = ltrim($2, '+0')`,
  refunds: 'select source_file_id, source_row, order_id from warehouse.fact_refunds where refund_id = $1',
  inventory_movements:
    'select source_file_id, source_row, null as order_id from warehouse.inventory_movements where movement_id = $1',
  exchange_rates: `select source_file_id, source_row, null as order_id from warehouse.exchange_rates
    where currency = upper($1) and rate_date::text = $2`,
}

/** What stands in the warehouse for a record now. */
export type RecordPlace =
  /** The stored row is this record's. */
  | { kind: 'in use'; orderId: string | null }
  /** A later record of the same key stands there: this one was superseded, or said the same. */
  | { kind: 'replaced'; fileId: number; record: number; orderId: string | null }
  | { kind: 'kept aside'; rule: string; columnName: string | null; message: string; state: string }
  | { kind: 'not stored' }

/** Where a record went. `values` are its fields by the contract's column. */
export async function recordPlace(
  record: { fileId: number; recordNumber: number; entity: string; values: ReadonlyMap<string, string> },
  db?: Queryable,
): Promise<RecordPlace> {
  const { fileId, recordNumber, values } = record
  const [kept] = await query(
    z.object({ rule: z.string(), columnName: z.string().nullable(), message: z.string(), state: z.string() }),
    `select rule, column_name as "columnName", message, state from pipeline.quarantine
     where file_id = $1 and record_number = $2 and state <> 'released'`,
    [fileId, recordNumber],
    db,
  )
  if (kept) return { kind: 'kept aside', ...kept }
  const entity = entities.find(({ name }) => name === record.entity)
  const key = entity?.key.map((column) => values.get(column)?.trim() ?? '') ?? []
  if (!entity || key.length === 0 || key.includes('')) return { kind: 'not stored' }
  const stored = await query(
    zStored,
    `select source_file_id as "fileId", source_row as record, order_id as "orderId"
     from (${STORED[entity.name]}) found order by 1 desc, 2 desc`,
    key,
    db,
  )
  const own = stored.find((row) => row.fileId === fileId && row.record === recordNumber)
  if (own) return { kind: 'in use', orderId: own.orderId }
  const [latest] = stored
  return latest ? { kind: 'replaced', ...latest } : { kind: 'not stored' }
}
