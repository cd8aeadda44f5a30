import { z } from 'zod'
import type { TaskContext } from '../context'
import { type Columns, pull, push } from '../transfer'
import { customers, products, stateColumns } from './versions'

/**
 * What the warehouse holds of the keys a batch concerns, pulled into DuckDB as `state_<entity>` with the
 * values the files had (original currency), so that old and new records are treated by the same SQL.
 */

const source: Columns = { effective_at: 'timestamptz', file_id: 'bigint', record_number: 'bigint' }

export const stateTables: Record<string, Columns> = {
  state_suppliers: {
    supplier_key: 'integer',
    supplier_id: 'varchar',
    supplier_name: 'varchar',
    contact_email: 'varchar',
    country: 'varchar',
    contract_start: 'date',
    contract_end: 'date',
    payment_terms_days: 'integer',
    lead_time_days: 'integer',
    discount_rate: 'decimal(7,6)',
    rating: 'decimal(4,2)',
    updated_at: 'timestamptz',
    ...source,
  },
  state_exchange_rates: { currency: 'varchar', rate_date: 'date', rate: 'decimal(20,10)', ...source },
  state_products: stateColumns(products),
  state_customers: stateColumns(customers),
  state_confirmations_products: { product_id: 'varchar', ...source },
  state_confirmations_customers: { customer_id: 'varchar', ...source },
  state_orders: {
    order_id: 'varchar',
    date_key: 'integer',
    customer_id: 'varchar',
    ordered_at: 'timestamptz',
    status: 'varchar',
    channel: 'varchar',
    currency: 'varchar',
    ship_country: 'varchar',
    shipping_amount: 'decimal(14,2)',
    tax_amount: 'decimal(14,2)',
    discount_amount: 'decimal(14,2)',
    payment_method: 'varchar',
    coupon_code: 'varchar',
    updated_at: 'timestamptz',
    ...source,
  },
  state_order_items: {
    order_id: 'varchar',
    line_number: 'integer',
    product_id: 'varchar',
    quantity: 'integer',
    unit_price: 'decimal(14,4)',
    discount_amount: 'decimal(14,2)',
    unit_cost: 'decimal(14,4)',
    ...source,
  },
  state_refunds: {
    refund_id: 'varchar',
    order_id: 'varchar',
    line_number: 'integer',
    refunded_at: 'timestamptz',
    quantity: 'integer',
    amount: 'decimal(14,2)',
    reason: 'varchar',
    restocked: 'boolean',
    refund_date_key: 'integer',
    ...source,
  },
  state_inventory_movements: {
    movement_id: 'varchar',
    product_id: 'varchar',
    moved_at: 'timestamptz',
    movement_type: 'varchar',
    quantity: 'integer',
    unit_cost: 'decimal(14,4)',
    reference: 'varchar',
    location: 'varchar',
    date_key: 'integer',
    ...source,
  },
  state_customer_orders: {
    order_id: 'varchar',
    customer_id: 'varchar',
    ordered_at: 'timestamptz',
    is_counted: 'boolean',
    customer_type: 'varchar',
    is_first_order: 'boolean',
  },
}

type StateTable = keyof typeof stateTables & string

/** Creates every state table, empty. */
export async function emptyState(ctx: TaskContext): Promise<void> {
  for (const [table, columns] of Object.entries(stateTables)) {
    const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
    await ctx.duck.run(`create or replace table ${table} (${types.join(', ')})`)
  }
}

const pullState = (ctx: TaskContext, table: StateTable, query: string) =>
  pull(ctx, table, stateTables[table] ?? {}, query)

/** Whether the warehouse holds anything of a table; an empty one is never asked for keys. */
export async function holds(ctx: TaskContext, table: string): Promise<boolean> {
  const { rows } = await ctx.pg.query(`select exists (select 1 from ${table} limit 1) as any`)
  return z.object({ any: z.boolean() }).parse(rows[0]).any
}

/** Keys from a DuckDB query as the temporary PostgreSQL table `name` (unique, indexed, analysed). */
export async function pushKeys(
  ctx: TaskContext,
  name: string,
  columns: Columns,
  select: string,
): Promise<number> {
  const types = Object.entries(columns).map(([column, type]) => `${column} ${type}`)
  await ctx.pg.query(`drop table if exists ${name}`)
  await ctx.pg.query(`create temporary table ${name} (${types.join(', ')})`)
  const rows = await push(ctx, name, Object.keys(columns), select)
  await ctx.pg.query(`analyze ${name}`)
  return rows
}

const file = 'join pipeline.source_files f on f.id ='

export async function pullSuppliersAndRates(ctx: TaskContext): Promise<void> {
  await pullState(
    ctx,
    'state_suppliers',
    `select s.supplier_key, s.supplier_id, s.supplier_name, s.contact_email, s.country,
    s.contract_start, s.contract_end, s.payment_terms_days, s.lead_time_days, s.discount_rate, s.rating, s.updated_at,
    s.effective_at, s.source_file_id, s.source_row from warehouse.dim_suppliers s`,
  )
  await pullState(
    ctx,
    'state_exchange_rates',
    `select r.currency, r.rate_date, r.rate, f.effective_at, r.source_file_id, r.source_row
    from warehouse.exchange_rates r ${file} r.source_file_id`,
  )
}

const confirmations = (entity: string) => `select id, effective_at, source_file_id, source_row
  from warehouse.dimension_confirmations where entity = '${entity}'`

export async function pullProducts(ctx: TaskContext): Promise<void> {
  await pullState(
    ctx,
    'state_products',
    `select p.product_key, p.product_id, p.effective_at, p.valid_from, p.valid_to,
    p.source_file_id, p.source_row, p.updated_at, p.unit_cost, p.list_price, p.category, p.subcategory, s.supplier_id,
    p.product_name, p.brand, p.status, p.launched_at
    from warehouse.dim_products p left join warehouse.dim_suppliers s using (supplier_key)`,
  )
  await pullState(ctx, 'state_confirmations_products', confirmations('products'))
}

/** The versions of the customers a DuckDB query names (column customer_id), of those not yet pulled. */
export async function pullCustomers(ctx: TaskContext, ids: string): Promise<void> {
  const wanted = `select distinct i.customer_id from (${ids}) i
    anti join state_customers s on s.customer_id = i.customer_id where i.customer_id is not null`
  if ((await pushKeys(ctx, 'wanted_customers', { customer_id: 'text' }, wanted)) === 0) return
  await pullState(
    ctx,
    'state_customers',
    `select c.customer_key, c.customer_id, c.effective_at, c.valid_from, c.valid_to,
    c.source_file_id, c.source_row, c.updated_at, c.segment, c.city, c.region, c.country,
    c.first_name, c.last_name, c.full_name, c.email, c.phone, c.created_at
    from warehouse.dim_customers c join wanted_customers w using (customer_id)`,
  )
  await pullState(
    ctx,
    'state_confirmations_customers',
    `${confirmations('customers')}
    and id in (select customer_id from wanted_customers)`,
  )
}

/** Orders with their lines and refunds, of the order ids in a PostgreSQL table, unless pulled before. */
export async function pullOrders(ctx: TaskContext, ids: string): Promise<void> {
  await ctx.pg.query('create temporary table if not exists pulled_orders (order_id text primary key)')
  await ctx.pg.query('drop table if exists next_orders')
  await ctx.pg.query(`create temporary table next_orders as
    select distinct order_id from ${ids} where order_id not in (select order_id from pulled_orders)`)
  await ctx.pg.query('analyze next_orders')
  await pullState(
    ctx,
    'state_orders',
    `select o.order_id, o.date_key, c.customer_id, o.ordered_at, o.status, o.channel, o.currency,
    o.ship_country, o.shipping_original, o.tax_original, o.discount_original, o.payment_method, o.coupon_code, o.updated_at,
    coalesce(o.updated_at, f.effective_at), o.source_file_id, o.source_row
    from warehouse.fact_orders o join next_orders n using (order_id)
    join warehouse.dim_customers c using (customer_key) ${file} o.source_file_id`,
  )
  await pullState(
    ctx,
    'state_order_items',
    `select s.order_id, s.line_number, p.product_id, s.quantity, s.unit_price,
    s.discount_original, s.given_unit_cost, f.effective_at, s.source_file_id, s.source_row
    from warehouse.fact_sales s join next_orders n using (order_id)
    join warehouse.dim_products p using (product_key) ${file} s.source_file_id`,
  )
  await pullState(
    ctx,
    'state_refunds',
    `select r.refund_id, r.order_id, r.line_number, r.refunded_at, r.quantity,
    r.amount_original, r.reason, r.restocked, r.date_key, f.effective_at, r.source_file_id, r.source_row
    from warehouse.fact_refunds r join next_orders n using (order_id) ${file} r.source_file_id`,
  )
  await ctx.pg.query('insert into pulled_orders select order_id from next_orders')
}

/** The movements of the ids in a PostgreSQL table. */
export async function pullMovements(ctx: TaskContext, ids: string): Promise<void> {
  await pullState(
    ctx,
    'state_inventory_movements',
    `select m.movement_id, p.product_id, m.moved_at, m.movement_type, m.quantity,
    m.given_unit_cost, m.reference, m.location, m.date_key, f.effective_at, m.source_file_id, m.source_row
    from warehouse.inventory_movements m join (select distinct movement_id from ${ids}) n using (movement_id)
    join warehouse.dim_products p using (product_key) ${file} m.source_file_id`,
  )
}

/** Every order of the customers in the PostgreSQL table `affected_customers`, in brief. */
export async function pullCustomerOrders(ctx: TaskContext): Promise<void> {
  await pullState(
    ctx,
    'state_customer_orders',
    `select o.order_id, c.customer_id, o.ordered_at,
    o.lines > 0 and o.status in ('paid', 'shipped', 'completed', 'refunded'), o.customer_type, o.is_first_order
    from warehouse.fact_orders o join warehouse.dim_customers c using (customer_key)
    join affected_customers a using (customer_id)`,
  )
}
