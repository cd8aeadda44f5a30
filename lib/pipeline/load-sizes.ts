import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { count } from './states'

const schema = z.object({ version: count, publishedAt: z.date(), bytes: z.coerce.number().nullable() })

export interface LoadSize {
  version: number
  publishedAt: Date
  /** Size of the database when the load was published. */
  bytes: number
  /** Against the load before; null for the first that was measured. */
  grownBytes: number | null
}

/** How large the database was at each of the last loads, oldest first. */
export async function loadSizes(loads = 30): Promise<LoadSize[]> {
  const rows = await query(
    schema,
    `select version, published_at as "publishedAt", database_bytes as bytes from (
       select * from pipeline.warehouse_version order by version desc limit $1
     ) as latest order by version`,
    [loads + 1],
  )
  const sizes = rows.map(({ version, publishedAt, bytes }, i) => {
    const before = rows[i - 1]?.bytes ?? null
    return {
      version,
      publishedAt,
      bytes,
      grownBytes: bytes !== null && before !== null ? bytes - before : null,
    }
  })
  return sizes.filter((size): size is LoadSize => size.bytes !== null).slice(-loads)
}
