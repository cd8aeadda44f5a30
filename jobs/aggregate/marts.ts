import { join } from 'node:path'
import { drop } from '../conform/model'
import type { TaskContext } from '../context'
import { sqlFile } from '../sql/sql'
import { copyToFile } from '../transfer'

export interface Mart {
  name: string
  /** Table of schema staging with the keys to rebuild, and its column. */
  touched: string
  key: string
  columns: string[]
}

const additive = [
  'cost',
  'costed_net',
  'returns',
  'returned_units',
  'returned_cost',
  'costed_returns',
  'returns_by_order_date',
  'returned_units_by_order_date',
  'returned_cost_by_order_date',
  'costed_returns_by_order_date',
]

export const marts: Mart[] = [
  {
    name: 'sales_daily',
    touched: 'touched_days',
    key: 'date_key',
    columns: [
      'date_key',
      'channel',
      'ship_country',
      'currency',
      'customer_type',
      'segment',
      'orders',
      'lines',
      'units',
      'gross',
      'discounts',
      'shipping',
      'taxes',
      ...additive,
    ],
  },
  {
    name: 'product_daily',
    touched: 'touched_days',
    key: 'date_key',
    columns: ['date_key', 'product_key', 'lines', 'units', 'gross', 'discounts', ...additive],
  },
  {
    name: 'customer_value',
    touched: 'touched_buyers',
    key: 'customer_id',
    columns: [
      'customer_id',
      'customer_key',
      'cohort_month',
      'first_order_at',
      'last_order_at',
      'first_date_key',
      'last_date_key',
      'orders',
      'purchase_days',
      'units',
      'gross',
      'discounts',
      'returns',
      'cost',
      'returned_cost',
    ],
  },
]

/** Rebuilds the touched keys of a mart in PostgreSQL, from the facts as merged. */
export async function rebuildMart(
  { tx }: TaskContext,
  { name, touched, key, columns }: Mart,
): Promise<number> {
  await tx.query(`delete from warehouse.${name} m using staging.${touched} t where t.${key} = m.${key}`)
  const { rowCount } = await tx.query(
    `insert into warehouse.${name} (${columns.join(', ')}) ${sqlFile(`marts/${name}`)}`,
  )
  return rowCount ?? 0
}

/**
 * Computes a mart of a warehouse that was empty before this run. DuckDB then holds every fact there is, and runs the
 * same SQL some five times faster than one PostgreSQL session, which cannot aggregate an INSERT in parallel.
 * @returns the path of a CSV file in the order of the mart's key, which PostgreSQL's index takes in twice as fast
 */
export async function writeMart({ duck, folder }: TaskContext, { name }: Mart): Promise<string> {
  const file = join(folder, `mart-${name}.csv`)
  await copyToFile(duck, `${sqlFile(`marts/${name}`)} order by all`, file)
  return file
}

/** Gives the final rows in DuckDB the names they have in PostgreSQL, so that the marts' SQL fits both. */
export async function nameFinalRows({ duck }: TaskContext): Promise<void> {
  await duck.run('create schema if not exists warehouse')
  await duck.run('create schema if not exists staging')
  const views: Record<string, string> = {
    'warehouse.fact_orders': 'select * from final_orders',
    'warehouse.fact_sales': 'select * from final_sales',
    'warehouse.fact_refunds': 'select * from final_refunds',
    'warehouse.inventory_movements': 'select * from final_movements',
    'warehouse.dim_products': 'select product_key, product_id from product_versions',
    'warehouse.dim_customers': `select customer_key, customer_id, segment, is_current from versions_customers
      union all select 0, null, null, true`,
    'staging.touched_days': `select date_key from final_orders union select date_key from final_refunds`,
    'staging.touched_buyers': 'select distinct customer_id from source_orders where customer_id is not null',
    'staging.touched_stock': 'select distinct product_id from product_versions',
  }
  for (const [view, select] of Object.entries(views)) {
    await drop(duck, view)
    await duck.run(`create view ${view} as ${select}`)
  }
}
