import { z } from 'zod'
import type { TaskContext } from '../context'
import { facts } from '../load/facts'
import { stagedDimensions } from '../load/stage'
import { zConformOutput } from '../tasks/conform'

/** A table whose changes are followed: which of its rows a load may touch, and what tells them apart. */
interface Followed {
  table: string
  /** Text that identifies a row from one load to the next. */
  key: string
  /** What has to stay the same for a row to be unchanged: all but where it came from. */
  columns: string[]
  /** Rows (alias `t`) that the load replaces or removes, before it does. */
  before: string
  /** The rows that stand for them afterwards. */
  after: string
  /** Rows the load writes; of dimensions those it finds staged. */
  written?: string
}

const text = (...columns: string[]) => columns.map((column) => `t.${column}::text`).join(` || E'\\x1f' || `)
const business = (columns: readonly string[]) =>
  columns.filter((column) => column !== 'source_file_id' && column !== 'source_row')

const KEYS: Record<string, string> = {
  fact_orders: text('order_id'),
  fact_sales: text('order_id', 'line_number'),
  fact_refunds: text('refund_id'),
  inventory_movements: text('movement_id'),
}

/** As the rows are taken out; afterwards an order may stand on another day. */
const TAKEN_OUT: Record<string, string> = {
  fact_orders: 'join staging.replaced_orders r on r.order_id = t.order_id and r.date_key = t.date_key',
  fact_sales: 'join staging.replaced_orders r on r.order_id = t.order_id and r.date_key = t.date_key',
  fact_refunds: 'join staging.replaced_orders r on r.order_id = t.order_id',
  inventory_movements:
    'join staging.replaced_movements r on r.movement_id = t.movement_id and r.date_key = t.date_key',
}

const REPLACED: Record<string, string> = {
  fact_orders: 'join staging.replaced_orders r on r.order_id = t.order_id',
  fact_sales: 'join staging.replaced_orders r on r.order_id = t.order_id',
  fact_refunds: 'join staging.replaced_orders r on r.order_id = t.order_id',
  inventory_movements: 'join staging.replaced_movements r on r.movement_id = t.movement_id',
}

const OBSOLETE: Record<string, string> = {
  dim_products: 'union all select product_key from staging.obsolete_products',
  dim_customers: 'union all select customer_key from staging.obsolete_customers',
}

const FOLLOWED: readonly Followed[] = [
  ...facts.map(({ table, columns }) => ({
    table,
    key: KEYS[table] ?? '',
    columns: business(columns),
    before: TAKEN_OUT[table] ?? '',
    after: REPLACED[table] ?? '',
  })),
  ...Object.entries(stagedDimensions).map(([table, { columns, key }]) => {
    const keys = key.join(', ')
    return {
      table,
      key: text(...key),
      // Set for every supplier by the day of the load, not by a file.
      columns: business(columns).filter((column) => column !== 'contract_status'),
      before: `join (select ${keys} from staging.${table} ${OBSOLETE[table] ?? ''}) r using (${keys})`,
      after: `join staging.${table} r using (${keys})`,
      written: `(select count(*) from staging.${table})`,
    }
  }),
]

const hashed = ({ key, columns }: Followed) =>
  `${key} as key, hash_record_extended(row(${columns.map((column) => `t.${column}`).join(', ')}), 0) as hash`

/** Keeps a hash of every row the load is about to replace or remove; nothing where it only adds. */
export async function rememberRows({ tx }: TaskContext): Promise<void> {
  await tx.query(
    'create temporary table rows_before (table_name text, key text collate "C", hash bigint) on commit drop',
  )
  for (const one of FOLLOWED)
    await tx.query(
      `insert into rows_before select '${one.table}', ${hashed(one)} from warehouse.${one.table} t ${one.before}`,
    )
  await tx.query('analyze rows_before')
}

const zCounts = z.object({
  written: z.coerce.number(),
  kept: z.coerce.number(),
  changed: z.coerce.number(),
  old: z.coerce.number(),
})

/** Counts what became of these rows, and what is new. */
export async function keepRowChanges(ctx: TaskContext, version: number): Promise<void> {
  const { rows: finalRows } = zConformOutput.parse(ctx.outputs.conform)
  for (const one of FOLLOWED) {
    const { rows } = await ctx.tx.query(
      `with old as (select key, hash from rows_before where table_name = '${one.table}'),
       present as (select ${hashed(one)} from warehouse.${one.table} t ${one.after}
         where exists (select from old)),
       matched as (select o.hash <> p.hash as differs from old o join present p on p.key = o.key collate "C")
       select ${one.written ?? '0'} as written, (select count(*) from matched) as kept,
         (select count(*) from matched where differs) as changed, (select count(*) from old) as old`,
    )
    const found = zCounts.parse(rows[0])
    const written = one.written ? found.written : (finalRows[one.table] ?? 0)
    await ctx.tx.query(
      `insert into pipeline.load_changes (version, table_name, rows_added, rows_changed, rows_removed)
       values ($1, $2, $3, $4, $5)`,
      [version, one.table, written - found.kept, found.changed, found.old - found.kept],
    )
  }
}
