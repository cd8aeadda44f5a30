import type { TaskContext } from '../context'
import { pull } from '../transfer'
import { latestWins } from './latest-wins'
import { model } from './model'
import { setOrphansAside } from './orphans'
import { holds, pullMovements, pushKeys } from './state'

const movements = {
  name: 'inventory_movements',
  key: ['movement_id'],
  content: ['product_id', 'moved_at', 'movement_type', 'quantity', 'unit_cost', 'reference', 'location'],
}

/**
 * Stock movements, and those of the warehouse whose product version is another than before.
 * @returns whether the warehouse held movements before
 */
export async function conformStock(ctx: TaskContext): Promise<boolean> {
  const { duck } = ctx
  await setOrphansAside(ctx, 'inventory_movements')
  await duck.run('create or replace table touched_movements (movement_id varchar)')
  const warehouseHasStock = await holds(ctx, 'warehouse.inventory_movements')
  if (warehouseHasStock) {
    await pushKeys(
      ctx,
      'batch_movements',
      { movement_id: 'text' },
      'select distinct movement_id from resolved_inventory_movements',
    )
    await pushKeys(
      ctx,
      'touched_products',
      { product_id: 'text', from_at: 'timestamptz', to_at: 'timestamptz' },
      'select product_id, from_at, to_at from touched_products',
    )
    await ctx.pg.query('drop table if exists restated_movements')
    await ctx.pg.query(`create temporary table restated_movements as
      select m.movement_id from touched_products t
      join warehouse.dim_products p using (product_id)
      join warehouse.inventory_movements m using (product_key)
      where m.moved_at >= t.from_at and m.moved_at < t.to_at`)
    await pull(
      ctx,
      'touched_movements',
      { movement_id: 'varchar' },
      'select distinct movement_id from restated_movements',
    )
    await pullMovements(
      ctx,
      '(select movement_id from batch_movements union select movement_id from restated_movements) b',
    )
  }
  await latestWins(duck, movements)
  await model(duck, 'final_movements')
  return warehouseHasStock
}
