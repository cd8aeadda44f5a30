import { z } from 'zod'
import { runQuery } from '@/lib/metrics/query'
import type { TaskContext } from '../context'
import { zConformOutput } from '../tasks/conform'

/** Followed by day and in all; read from the marts, which are small. */
const METRICS = ['gross_sales', 'discounts', 'returns', 'net_sales', 'orders', 'units_sold'] as const

type Figures = Record<string, string>

/** The figures of everything that is loaded: the metrics, customers with an order, and the stock's value at its last balance. */
async function totals({ tx, env }: TaskContext): Promise<Figures> {
  const [row] = await runQuery(
    { metrics: [...METRICS], by: [], where: {}, returnsBy: 'refund_date' },
    { timeZone: env.storeTimezone },
    tx,
  )
  // One index look-up a product; all of inventory_daily would be read otherwise.
  const { rows } = await tx.query(`select (select count(*) from warehouse.customer_value)::text as customers,
    (select coalesce(sum(d.stock_value), 0)::text from warehouse.dim_products p
     cross join lateral (select i.stock_value from warehouse.inventory_daily i
       where i.product_id = p.product_id order by i.date_key desc limit 1) d
     where p.is_current) as stock_value`)
  const more = z.object({ customers: z.string(), stock_value: z.string() }).parse(rows[0])
  return { ...Object.fromEntries(METRICS.map((name) => [name, String(row?.[name] ?? 0)])), ...more }
}

/** The metrics of each day the load touches. */
async function byDay({ tx, env }: TaskContext): Promise<Record<string, Figures>> {
  const { rows } = await tx.query(
    `select to_char(to_date(date_key::text, 'YYYYMMDD'), 'YYYY-MM-DD') as day from staging.touched_days`,
  )
  const day = z
    .array(z.object({ day: z.string() }))
    .parse(rows)
    .map((row) => row.day)
  if (day.length === 0) return {}
  const found = await runQuery(
    { metrics: [...METRICS], by: ['day'], where: { day }, returnsBy: 'refund_date' },
    { timeZone: env.storeTimezone },
    tx,
  )
  return Object.fromEntries(
    found.map((row) => [
      String(row['day']),
      Object.fromEntries(METRICS.map((name) => [name, String(row[name] ?? 0)])),
    ]),
  )
}

const zBefore = z.object({
  totals: z.record(z.string(), z.string()).nullable(),
  days: z.record(z.string(), z.record(z.string(), z.string())),
})

/** Keeps the figures as they are before the load changes anything; on the first load there are none. */
export async function rememberMetrics(ctx: TaskContext): Promise<void> {
  const { isFirstLoad } = zConformOutput.parse(ctx.outputs.conform)
  const { rows } = await ctx.tx.query('select exists (select from pipeline.warehouse_version) as loaded')
  const { loaded } = z.object({ loaded: z.boolean() }).parse(rows[0])
  const before: z.infer<typeof zBefore> = {
    totals: loaded ? await totals(ctx) : null,
    days: isFirstLoad ? {} : await byDay(ctx),
  }
  await ctx.tx.query('create temporary table metrics_before (figures jsonb) on commit drop')
  await ctx.tx.query('insert into metrics_before values ($1::jsonb)', [JSON.stringify(before)])
}

/** Stores the totals before and after, and of the days those figures that are no longer the same. */
export async function keepMetricChanges(ctx: TaskContext, version: number): Promise<void> {
  const { isFirstLoad } = zConformOutput.parse(ctx.outputs.conform)
  const { rows } = await ctx.tx.query('select figures from metrics_before')
  const before = z.array(z.object({ figures: zBefore })).parse(rows)[0]?.figures
  const now = await totals(ctx)
  const changes = Object.entries(now).map(([metric, after]) => ({
    day: null as string | null,
    metric,
    before: before?.totals?.[metric] ?? null,
    after,
  }))
  // All days are new on the first load: the totals say the same in fewer rows.
  const days = isFirstLoad ? {} : await byDay(ctx)
  for (const day of new Set([...Object.keys(days), ...Object.keys(before?.days ?? {})]))
    for (const metric of METRICS)
      changes.push({
        day,
        metric,
        before: before?.days[day]?.[metric] ?? '0',
        after: days[day]?.[metric] ?? '0',
      })
  await ctx.tx.query(
    `insert into pipeline.load_metrics (version, date_key, metric, before, after)
     select $1, coalesce(to_char(day, 'YYYYMMDD')::integer, 0), metric, before, after
     from jsonb_to_recordset($2::jsonb) as c (day date, metric text, before numeric, after numeric)
     where day is null or before <> after`,
    [version, JSON.stringify(changes)],
  )
}
