import { z } from 'zod'
import { env } from '@/lib/core/env'
import { pool, type Queryable } from '@/lib/db/pool'
import { query } from '@/lib/db/sql'
import { runQuery } from '../query'
import { type ReadOptions, readLoad } from '../snapshot'
import { compilePage, compileRows } from './compile'
import type { DrillDownOrder, DrillDownRequest } from './request'

const zFigure = z
  .union([z.string(), z.number()])
  .nullable()
  .transform((value) => (value === null ? null : String(value)))

const zRow = z
  .looseObject({
    id: z.string(),
    orderId: z.string().nullable(),
    at: z
      .date()
      .nullable()
      .transform((date) => date?.toISOString() ?? null),
    status: z.string().nullable(),
    channel: z.string().nullable(),
    country: z.string().nullable(),
    customerId: z.string().nullable(),
    name: z.string().nullable(),
    value: zFigure,
  })
  .transform(({ id, orderId, at, status, channel, country, customerId, name, value, ...parts }) => ({
    id,
    orderId,
    at,
    status,
    channel,
    country,
    customerId,
    name,
    /** The metric of this row alone, exact. */
    value,
    /** The sums the metric is made of, exact. */
    parts: z.record(z.string(), z.string()).parse(parts),
  }))

/** An order, refund or customer that a figure is made of. */
export type DrillDownRow = z.infer<typeof zRow>

const zTotals = z
  .looseObject({ rows: z.number(), value: zFigure })
  .transform(({ rows, value, ...parts }) => ({
    rows,
    value,
    parts: z.record(z.string(), z.string()).parse(parts),
  }))

/** A row of a page beside the totals of all; no row where the page is empty. */
const zPageRow = z
  .looseObject({ totals: zTotals, id: z.string().nullable() })
  .transform(({ totals, ...row }) => ({ totals, row: row.id === null ? null : zRow.parse(row) }))

export interface DrillDown {
  /** The load it was read from; 0 while nothing was published. */
  version: number
  /** All rows added up: how many, each part, and the metric of those sums. */
  totals: z.infer<typeof zTotals>
  /** The figure as the dashboards have it, from the cheapest table that can answer. */
  figure: string | null
  rows: DrillDownRow[]
}

/**
 * Takes a figure apart into what it is made of, one page at a time. The rows' totals and the dashboards'
 * figure are read apart from each other in one snapshot, so that comparing them proves something.
 */
export async function drillDown(
  request: DrillDownRequest,
  order: DrillDownOrder,
  { page, pageSize }: { page: number; pageSize: number },
  options: ReadOptions = {},
): Promise<DrillDown> {
  const { storeTimezone: timeZone } = env()
  const { metric, ...rest } = request
  const key = { ...rest, metric: metric.name, ...order, page, pageSize, timeZone }
  const { load, data } = await readLoad(
    'drill-down',
    [key],
    (db) => read(request, order, page, pageSize, timeZone, db),
    options,
  )
  return { version: load.version, ...data }
}

async function read(
  request: DrillDownRequest,
  order: DrillDownOrder,
  page: number,
  pageSize: number,
  timeZone: string,
  db: Queryable,
): Promise<Omit<DrillDown, 'version'>> {
  const asked = compilePage(request, order, timeZone, { limit: pageSize, offset: (page - 1) * pageSize })
  const found = await query(zPageRow, asked.sql, asked.params, db)
  const { metric, from, to, where, returnsBy } = request
  const [dashboard] = await runQuery(
    { metrics: [metric.name], by: [], from, to, where, returnsBy },
    { timeZone },
    db,
  )
  return {
    totals: found[0]?.totals ?? { rows: 0, value: null, parts: {} },
    figure: zFigure.parse(dashboard?.[metric.name] ?? null),
    rows: found.flatMap(({ row }) => (row ? [row] : [])),
  }
}

const FETCH = 2000

/** All rows in order, read through a cursor in one snapshot: their number does not matter. */
export async function* drillDownRows(
  request: DrillDownRequest,
  order: DrillDownOrder,
  db: NonNullable<ReadOptions['db']> = pool(),
): AsyncGenerator<DrillDownRow[]> {
  const { sql, params } = compileRows(request, order, env().storeTimezone)
  const client = await db.connect()
  let broken: Error | undefined
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`declare drilled no scroll cursor for ${sql}`, params)
    for (;;) {
      const rows = await query(zRow, `fetch ${FETCH} from drilled`, [], client)
      if (rows.length > 0) yield rows
      if (rows.length < FETCH) return
    }
  } finally {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason
    })
    client.release(broken)
  }
}
