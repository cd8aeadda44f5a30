import type { TaskContext } from '../context'
import { pull } from '../transfer'
import { count, latestWins } from './latest-wins'
import { drop, model } from './model'
import { setOrphansAside } from './orphans'
import { holds, pullCustomerOrders, pullCustomers, pullOrders, pushKeys } from './state'

const orders = {
  name: 'orders',
  key: ['order_id'],
  content: [
    'customer_id',
    'ordered_at',
    'status',
    'channel',
    'currency',
    'ship_country',
    'shipping_amount',
    'tax_amount',
    'discount_amount',
    'payment_method',
    'coupon_code',
    'updated_at',
  ],
}
const orderItems = {
  name: 'order_items',
  key: ['order_id', 'line_number'],
  content: ['product_id', 'quantity', 'unit_price', 'discount_amount', 'unit_cost'],
}
const refunds = {
  name: 'refunds',
  key: ['refund_id'],
  content: ['order_id', 'line_number', 'refunded_at', 'quantity', 'amount', 'reason', 'restocked'],
}

/**
 * Orders with their lines and refunds. An order is the unit of restatement: whatever touches it (a record of
 * it, a rate, a product or customer version, an earlier order of the customer), it is written anew as a whole.
 * @returns whether the warehouse held orders before
 */
export async function conformOrders(ctx: TaskContext): Promise<boolean> {
  const { duck } = ctx
  const warehouseHasOrders = await holds(ctx, 'warehouse.fact_orders')
  await ctx.pg.query('drop table if exists pulled_orders')
  if (warehouseHasOrders) await pullBatchOrders(ctx)

  await setOrphansAside(ctx, 'orders', `coalesce(v.currency, getvariable('reporting_currency')) as currency`)
  await latestWins(duck, orders)
  await duck.run(`create or replace table known_orders as
    select order_id from resolved_orders union select order_id from state_orders`)
  await setOrphansAside(ctx, 'order_items')
  await latestWins(duck, orderItems)
  await drop(duck, 'known_lines')
  await duck.run(`create view known_lines as
    select order_id, line_number from resolved_order_items union all select order_id, line_number from state_order_items`)
  await setOrphansAside(ctx, 'refunds', 'coalesce(v.restocked, false) as restocked')
  await latestWins(duck, refunds)

  await duck.run('create or replace table touched_orders (order_id varchar)')
  if (warehouseHasOrders) await findRestatedOrders(ctx)
  if ((await count(duck, 'state_orders')) > 0) await model(duck, 'rewritten_orders')
  else await duck.run('create or replace table rewritten_orders (order_id varchar)')

  for (const source of ['source_orders', 'source_order_items', 'source_refunds'])
    await model(duck, source, 'view')
  if (warehouseHasOrders) {
    await pushKeys(
      ctx,
      'affected_customers',
      { customer_id: 'text' },
      `
      select customer_id from source_orders where customer_id is not null
      union select s.customer_id from state_orders s semi join rewritten_orders r on r.order_id = s.order_id
        where s.customer_id is not null`,
    )
    await pullCustomerOrders(ctx)
  }
  await model(duck, 'customer_firsts')
  if (warehouseHasOrders) await addFlippedOrders(ctx)

  if (warehouseHasOrders) await pullCustomers(ctx, 'select customer_id from source_orders')
  for (const name of ['customer_versions', 'product_versions', 'order_rates', 'placed_orders'])
    await model(duck, name)
  await model(duck, 'priced_lines', 'view')
  for (const name of ['discount_shares', 'final_sales', 'final_orders', 'final_refunds'])
    await model(duck, name)
  return warehouseHasOrders
}

/** State of every order the batch names, and of those a corrected refund leaves. */
async function pullBatchOrders(ctx: TaskContext): Promise<void> {
  await pushKeys(
    ctx,
    'batch_orders',
    { order_id: 'text' },
    `select order_id from valid_orders
    union select order_id from valid_order_items union select order_id from valid_refunds`,
  )
  await pushKeys(ctx, 'batch_refunds', { refund_id: 'text' }, 'select distinct refund_id from valid_refunds')
  await pullOrders(
    ctx,
    `(select order_id from batch_orders
    union select r.order_id from warehouse.fact_refunds r join batch_refunds using (refund_id)) b`,
  )
}

/** Orders of the warehouse governed by a rate, product version or customer version that is another than before. */
async function findRestatedOrders(ctx: TaskContext): Promise<void> {
  const span = { from_at: 'timestamptz', to_at: 'timestamptz' }
  const rates = await pushKeys(
    ctx,
    'touched_rates',
    { currency: 'text', from_key: 'integer', to_key: 'integer' },
    `select currency, strftime(from_date, '%Y%m%d')::integer, strftime(to_date, '%Y%m%d')::integer from touched_rates`,
  )
  const products = await pushKeys(
    ctx,
    'touched_products',
    { product_id: 'text', ...span },
    'select product_id, from_at, to_at from touched_products',
  )
  const customers = await pushKeys(
    ctx,
    'touched_customers',
    { customer_id: 'text', ...span },
    'select customer_id, from_at, to_at from touched_customers',
  )
  const restated: string[] = []
  if (rates > 0)
    restated.push(`select o.order_id from warehouse.fact_orders o join touched_rates t
      on t.currency = o.currency and o.date_key >= t.from_key and o.date_key < t.to_key`)
  if (products > 0)
    restated.push(`select s.order_id from touched_products t
      join warehouse.dim_products p using (product_id)
      join warehouse.fact_sales s using (product_key)
      join warehouse.fact_orders o on o.order_id = s.order_id and o.date_key = s.date_key
      where o.ordered_at >= t.from_at and o.ordered_at < t.to_at`)
  if (customers > 0)
    restated.push(`select o.order_id from touched_customers t
      join warehouse.dim_customers c using (customer_id)
      join warehouse.fact_orders o using (customer_key)
      where o.ordered_at >= t.from_at and o.ordered_at < t.to_at`)
  if (restated.length === 0) return
  await ctx.pg.query('drop table if exists restated_orders')
  await ctx.pg.query(`create temporary table restated_orders as ${restated.join(' union ')}`)
  await pull(ctx, 'touched_orders', { order_id: 'varchar' }, 'select order_id from restated_orders')
  await pullOrders(ctx, 'restated_orders')
}

/** Orders of the same customers that are no longer, or now are, the first: they are written anew too. */
async function addFlippedOrders(ctx: TaskContext): Promise<void> {
  await model(ctx.duck, 'flipped_orders')
  if (
    (await pushKeys(ctx, 'flipped_orders', { order_id: 'text' }, 'select order_id from flipped_orders')) === 0
  )
    return
  await pullOrders(ctx, 'flipped_orders')
  await ctx.duck.run('insert into rewritten_orders select order_id from flipped_orders')
}
