import { z } from 'zod'
import type { TaskContext } from '../context'
import { latestWins } from './latest-wins'
import { drop, model } from './model'
import { setOrphansAside } from './orphans'
import { pullCustomers, pullProducts, pullSuppliersAndRates } from './state'
import { customers, products, rebuildVersions } from './versions'

const suppliers = {
  name: 'suppliers',
  key: ['supplier_id'],
  content: [
    'supplier_name',
    'contact_email',
    'country',
    'contract_start',
    'contract_end',
    'payment_terms_days',
    'lead_time_days',
    'discount_rate',
    'rating',
    'updated_at',
  ],
}
const rates = { name: 'exchange_rates', key: ['currency', 'rate_date'], content: ['rate'] }

/** Exchange rates, suppliers, products and customers: what orders and movements refer to. */
export async function conformCatalog(ctx: TaskContext): Promise<void> {
  const { duck } = ctx
  await pullSuppliersAndRates(ctx)
  for (const entity of [rates, suppliers]) {
    await drop(duck, `resolved_${entity.name}`)
    await duck.run(`create view resolved_${entity.name} as select * from valid_${entity.name}`)
    await latestWins(duck, entity)
  }
  await model(duck, 'known_exchange_rates')
  await model(duck, 'touched_rates')
  await model(duck, 'supplier_keys')
  await drop(duck, 'known_suppliers')
  await duck.run('create view known_suppliers as select supplier_id from supplier_keys')

  await pullProducts(ctx)
  await setOrphansAside(ctx, 'products')
  await rebuildVersions(duck, products, await highest(ctx, 'warehouse.dim_products', 'product_key'))
  await duck.run(`create or replace table known_products as
    select product_id from state_products union select product_id from resolved_products`)

  await pullCustomers(
    ctx,
    'select customer_id from valid_customers union select customer_id from valid_orders',
  )
  await drop(duck, 'resolved_customers')
  await duck.run('create view resolved_customers as select * from valid_customers')
  await rebuildVersions(duck, customers, await highest(ctx, 'warehouse.dim_customers', 'customer_key'))
  await duck.run(`create or replace table known_customers as
    select customer_id from state_customers union select customer_id from resolved_customers`)
}

async function highest(ctx: TaskContext, table: string, key: string): Promise<number> {
  const { rows } = await ctx.pg.query(`select coalesce(max(${key}), 0) as highest from ${table}`)
  return z.object({ highest: z.coerce.number().int() }).parse(rows[0]).highest
}
