import type { TaskContext } from '../context'
import { push } from '../transfer'
import { facts } from './facts'

/**
 * The small tables a run hands to its publishing transaction, as tables of schema `staging`. They are logged
 * tables: an unlogged one is emptied by a crash of the server, and a resumed run would publish the hole.
 */
interface Staged {
  table: string
  columns: Record<string, string>
  select: string
  /** Columns of an index. */
  lookedUpBy?: string[]
}

const productColumns = [
  'product_key',
  'product_id',
  'product_name',
  'category',
  'subcategory',
  'brand',
  'supplier_key',
  'unit_cost',
  'list_price',
  'status',
  'launched_at',
  'updated_at',
  'effective_at',
  'valid_from',
  'valid_to',
  'is_current',
  'source_file_id',
  'source_row',
]
const customerColumns = [
  'customer_key',
  'customer_id',
  'first_name',
  'last_name',
  'full_name',
  'email',
  'phone',
  'city',
  'region',
  'country',
  'segment',
  'created_at',
  'updated_at',
  'effective_at',
  'valid_from',
  'valid_to',
  'is_current',
  'source_file_id',
  'source_row',
]
const supplierColumns = [
  'supplier_key',
  'supplier_id',
  'supplier_name',
  'contact_email',
  'country',
  'contract_start',
  'contract_end',
  'contract_status',
  'payment_terms_days',
  'lead_time_days',
  'discount_rate',
  'rating',
  'updated_at',
  'effective_at',
  'source_file_id',
  'source_row',
]

/** Copies of warehouse tables: their new or changed rows. */
export const stagedDimensions: Record<string, { columns: string[]; key: string[]; select: string }> = {
  dim_suppliers: {
    columns: supplierColumns,
    key: ['supplier_key'],
    select: `select k.supplier_key, d.supplier_id, d.supplier_name, d.contact_email, d.country, d.contract_start, d.contract_end,
      'none', d.payment_terms_days, d.lead_time_days, d.discount_rate, d.rating, d.updated_at, d.effective_at, d.file_id, d.record_number
      from decided_suppliers d join supplier_keys k using (supplier_id) where d.fate = 'loaded' or d.advances`,
  },
  dim_products: {
    columns: productColumns,
    key: ['product_key'],
    select: `select v.product_key, v.product_id, v.product_name, v.category, v.subcategory, v.brand, k.supplier_key, v.unit_cost,
      v.list_price, v.status, v.launched_at, v.updated_at, v.effective_at, v.valid_from, v.valid_to, v.is_current, v.file_id, v.record_number
      from versions_products v left join supplier_keys k using (supplier_id)
      left join state_products s on s.product_key = v.product_key
      where s.product_key is null or ${differs('product_id', [
        'product_name',
        'brand',
        'status',
        'launched_at',
        'unit_cost',
        'list_price',
        'category',
        'subcategory',
        'supplier_id',
        'effective_at',
        'valid_from',
        'valid_to',
        'file_id',
        'record_number',
      ])}`,
  },
  dim_customers: {
    columns: customerColumns,
    key: ['customer_key'],
    select: `select v.customer_key, v.customer_id, v.first_name, v.last_name, v.full_name, v.email, v.phone, v.city, v.region,
      v.country, v.segment, v.created_at, v.updated_at, v.effective_at, v.valid_from, v.valid_to, v.is_current, v.file_id, v.record_number
      from versions_customers v left join state_customers s on s.customer_key = v.customer_key
      where s.customer_key is null or ${differs('customer_id', [
        'first_name',
        'last_name',
        'full_name',
        'email',
        'phone',
        'city',
        'region',
        'country',
        'segment',
        'created_at',
        'effective_at',
        'valid_from',
        'valid_to',
        'file_id',
        'record_number',
      ])}`,
  },
  exchange_rates: {
    columns: ['currency', 'rate_date', 'rate', 'source_file_id', 'source_row'],
    key: ['currency', 'rate_date'],
    select: `select currency, rate_date, rate, file_id, record_number from decided_exchange_rates where fate = 'loaded' or advances`,
  },
}

function differs(id: string, columns: string[]): string {
  const row = (alias: string) => `row(${[id, ...columns].map((c) => `${alias}.${c}`).join(', ')})`
  return `${row('v')} is distinct from ${row('s')}`
}

/** An unchanged record that is later than the stored one: only where it came from moves on. */
const advances = (
  entity: string,
  keys: string,
  rewritten?: string,
) => `select ${keys}, d.file_id, d.record_number
  from decided_${entity} d ${rewritten ?? ''} where d.advances`
const notRewritten = (key: string, table: string) => `anti join ${table} r on r.${key} = d.${key}`
const pointer = { source_file_id: 'bigint', source_row: 'bigint' }

const staged: Staged[] = [
  {
    table: 'obsolete_products',
    columns: { product_key: 'integer' },
    select: 'select product_key from obsolete_products',
  },
  {
    table: 'obsolete_customers',
    columns: { customer_key: 'integer' },
    select: 'select customer_key from obsolete_customers',
  },
  {
    table: 'dimension_ids',
    columns: { entity: 'text', id: 'text' },
    select: `select distinct 'products', product_id from resolved_products
      union all select distinct 'customers', customer_id from resolved_customers`,
  },
  {
    table: 'dimension_confirmations',
    columns: { entity: 'text', id: 'text', effective_at: 'timestamptz', ...pointer },
    select: `select 'products', product_id, effective_at, file_id, record_number from confirmations_products
      union all select 'customers', customer_id, effective_at, file_id, record_number from confirmations_customers`,
  },
  {
    table: 'replaced_orders',
    columns: { order_id: 'text', date_key: 'integer' },
    select:
      'select s.order_id, s.date_key from state_orders s semi join rewritten_orders r on r.order_id = s.order_id',
  },
  {
    table: 'replaced_movements',
    columns: { movement_id: 'text', date_key: 'integer' },
    select: `select s.movement_id, s.date_key from state_inventory_movements s
      semi join final_movements f on f.movement_id = s.movement_id`,
  },
  {
    table: 'advanced_orders',
    columns: { order_id: 'text', ...pointer },
    select: advances('orders', 'd.order_id', notRewritten('order_id', 'rewritten_orders')),
  },
  {
    table: 'advanced_sales',
    columns: { order_id: 'text', line_number: 'integer', ...pointer },
    select: advances(
      'order_items',
      'd.order_id, d.line_number',
      notRewritten('order_id', 'rewritten_orders'),
    ),
  },
  {
    table: 'advanced_refunds',
    columns: { order_id: 'text', refund_id: 'text', ...pointer },
    select: advances('refunds', 'd.order_id, d.refund_id', notRewritten('order_id', 'rewritten_orders')),
  },
  {
    table: 'advanced_movements',
    columns: { movement_id: 'text', ...pointer },
    select: advances('inventory_movements', 'd.movement_id', notRewritten('movement_id', 'final_movements')),
  },
  {
    table: 'touched_days',
    columns: { date_key: 'integer' },
    select: `select date_key from final_orders
      union select date_key from final_refunds
      union select s.date_key from state_orders s semi join rewritten_orders r on r.order_id = s.order_id
      union select s.refund_date_key from state_refunds s semi join rewritten_orders r on r.order_id = s.order_id`,
  },
  {
    table: 'touched_buyers',
    columns: { customer_id: 'text' },
    select: `select customer_id from source_orders where customer_id is not null
      union select s.customer_id from state_orders s semi join rewritten_orders r on r.order_id = s.order_id where s.customer_id is not null
      union select customer_id from versions_customers`,
  },
  {
    table: 'touched_stock',
    columns: { product_id: 'text' },
    select: `select v.product_id from final_movements f join product_versions v on v.product_key = f.product_key
      union select s.product_id from state_inventory_movements s semi join final_movements f on f.movement_id = s.movement_id`,
  },
  {
    table: 'quarantine',
    columns: {
      file_id: 'bigint',
      record_number: 'bigint',
      entity: 'text',
      rule: 'text',
      column_name: 'text',
      value: 'text',
      message: 'text',
      raw: 'jsonb',
      state: 'text',
      record_key: 'jsonb',
      corrected: 'jsonb',
      discard_reason: 'text',
      events: 'jsonb',
    },
    // jsonb holds no NUL, not even an escaped one. What was decided about keeps its record as the file had it.
    select: `select r.file_id, r.record_number, r.entity, r.rule, r.column_name, replace(r.value, chr(0), '\uFFFD'), r.message,
        coalesce(d.raw, replace(r.raw::varchar, '\\u0000', '\\ufffd')), r.state, replace(r.record_key, '\\u0000', '\\ufffd'),
        d.corrected, d.discard_reason, d.events
      from rejected r left join decided d on d.file_id = r.file_id and d.record_number = r.record_number
      union all
      select d.file_id, d.record_number, d.entity, d.rule, d.column_name, d.value, d.message, d.raw, d.state, null,
        d.corrected, d.discard_reason, d.events
      from decided d anti join rejected r on r.file_id = d.file_id and r.record_number = d.record_number`,
  },
  {
    table: 'retried',
    columns: { file_id: 'bigint', record_number: 'bigint', revision: 'integer' },
    // Looked up once for every row kept aside: without it 100,000 waiting rows took minutes.
    lookedUpBy: ['file_id', 'record_number'],
    select: 'select file_id, record_number, revision from waiting_rows',
  },
  {
    table: 'fixed',
    columns: { file_id: 'bigint', record_number: 'bigint', fixed_by: 'bigint' },
    select: 'select file_id, record_number, fixed_by from fixed_entries',
  },
  {
    table: 'released',
    columns: { file_id: 'bigint', record_number: 'bigint', fate: 'text' },
    select: 'select file_id, record_number, fate from released',
  },
  {
    table: 'file_warnings',
    columns: {
      file_id: 'bigint',
      rule: 'text',
      column_name: 'text',
      rows: 'bigint',
      sample_row: 'bigint',
      sample_value: 'text',
      message: 'text',
    },
    select: `select file_id, rule, coalesce(column_name, ''), sum(rows)::bigint, min(sample_row), min(sample_value), min(message)
      from warned group by file_id, rule, coalesce(column_name, '')`,
  },
]

/** Fills schema `staging` anew; returns the rows of each table. */
export async function stageTables(ctx: TaskContext): Promise<Record<string, number>> {
  const rows: Record<string, number> = {}
  for (const { table, columns, select, lookedUpBy } of staged) {
    const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
    await recreate(ctx, table, types.join(', '))
    rows[table] = await push(ctx, `staging.${table}`, Object.keys(columns), select)
    if (lookedUpBy) await ctx.pg.query(`create index on staging.${table} (${lookedUpBy.join(', ')})`)
    await ctx.pg.query(`analyze staging.${table}`)
  }
  for (const [table, { columns, select }] of Object.entries(stagedDimensions)) {
    await recreate(ctx, table, `like warehouse.${table}`)
    rows[table] = await push(ctx, `staging.${table}`, columns, select)
    await ctx.pg.query(`analyze staging.${table}`)
  }
  return rows
}

/** Empty tables for the fact rows of quarters that have their partition already. */
export async function createStagedFacts(ctx: TaskContext): Promise<void> {
  for (const fact of facts) await recreate(ctx, fact.table, `like warehouse.${fact.table}`)
}

async function recreate(ctx: TaskContext, table: string, definition: string): Promise<void> {
  await ctx.pg.query(`drop table if exists staging.${table}`)
  await ctx.pg.query(`create table staging.${table} (${definition})`)
}
