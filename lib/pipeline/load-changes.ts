import { z } from 'zod'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { count } from './states'

const zAmount = z.string().nullable()
const zTable = z.object({ table: z.string(), added: count, changed: count, removed: count })
const zMetric = z.object({ metric: z.string(), before: zAmount, after: z.string() })
const zDay = z.object({ day: z.string(), metrics: z.array(zMetric) })
const zLoad = z.object({ version: count, runId: count, publishedAt: z.date() })

export type MetricChange = z.infer<typeof zMetric>

/** What some loads in a row changed against the one before the first of them. */
export interface LoadChanges {
  /** Oldest first. */
  loads: z.infer<typeof zLoad>[]
  /** Rows by table; a row that two of the loads changed counts twice. */
  tables: z.infer<typeof zTable>[]
  /** Everything that is loaded, before and after; `before` is null when nothing was. */
  totals: MetricChange[]
  /** Days of which a metric changed, newest first, with those that did. */
  days: z.infer<typeof zDay>[]
  /** Loads published by a version of Storeroom that did not follow changes yet. */
  unknown: number[]
}

/** Order in which tables and metrics are told. */
const TABLES = [
  'fact_orders',
  'fact_sales',
  'fact_refunds',
  'inventory_movements',
  'dim_products',
  'dim_customers',
  'dim_suppliers',
  'exchange_rates',
]
export const CHANGE_METRICS = [
  'net_sales',
  'gross_sales',
  'discounts',
  'returns',
  'orders',
  'units_sold',
  'customers',
  'stock_value',
]

/** @param range first and last load; undefined when neither is there */
export async function loadChanges(
  range: { from: number; to: number },
  db: Queryable = pool(),
): Promise<LoadChanges | undefined> {
  const which = [range.from, range.to]
  const loads = await query(
    zLoad,
    `select version, run_id as "runId", published_at as "publishedAt" from pipeline.warehouse_version
     where version between $1 and $2 order by version`,
    which,
    db,
  )
  if (loads.length === 0) return undefined
  const tables = await query(
    zTable,
    `select table_name as "table", sum(rows_added) as added, sum(rows_changed) as changed, sum(rows_removed) as removed
     from pipeline.load_changes where version between $1 and $2
     group by table_name order by array_position($3::text[], table_name), table_name`,
    [...which, TABLES],
    db,
  )
  const metrics = await query(
    zMetric.extend({ day: z.string().nullable() }),
    `select case when date_key > 0 then to_char(to_date(date_key::text, 'YYYYMMDD'), 'YYYY-MM-DD') end as day, metric,
       (array_agg(before order by version))[1]::text as before, (array_agg(after order by version desc))[1]::text as after
     from pipeline.load_metrics where version between $1 and $2
     group by date_key, metric
     order by date_key desc, array_position($3::text[], metric), metric`,
    [...which, CHANGE_METRICS],
    db,
  )
  const known = await query(
    z.object({ version: count }),
    'select distinct version from pipeline.load_metrics where version between $1 and $2',
    which,
    db,
  )
  const days = new Map<string, MetricChange[]>()
  // What one load changed and a later one changed back is no change of the range.
  for (const { day, ...change } of metrics)
    if (day !== null && change.before !== change.after) days.set(day, [...(days.get(day) ?? []), change])
  return {
    loads,
    tables,
    totals: metrics
      .filter(({ day }) => day === null)
      .map(({ metric, before, after }) => ({ metric, before, after })),
    days: [...days].map(([day, changes]) => ({ day, metrics: changes })),
    unknown: loads
      .map(({ version }) => version)
      .filter((version) => !known.some((one) => one.version === version)),
  }
}
