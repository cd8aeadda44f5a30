import { z } from 'zod'
import { queryOne } from '@/lib/db/sql'

const holder = globalThis as typeof globalThis & { storeroomWarehouseId?: string }

/**
 * Tells the warehouse in the database from an earlier one at the same address, whose loads had the
 * same numbers and may still be in Redis: the moment its first load was published. Asked once per
 * process; '' while nothing is published or the database does not answer.
 */
export async function warehouseId(): Promise<string> {
  if (holder.storeroomWarehouseId) return holder.storeroomWarehouseId
  const first = await queryOne(
    z.object({ publishedAt: z.date() }),
    'select published_at as "publishedAt" from pipeline.warehouse_version order by version limit 1',
  ).catch(() => undefined)
  if (!first) return ''
  holder.storeroomWarehouseId = first.publishedAt.getTime().toString(36)
  return holder.storeroomWarehouseId
}

/** Asks again next time. */
export function forgetWarehouseId(): void {
  holder.storeroomWarehouseId = undefined
}
