import type { Unit } from '@/lib/core/format'
import { metricByName } from '@/lib/metrics/catalog'
import type { MetricUnit } from '@/lib/metrics/types'
import { drillHref } from './orders/links'
import { bucketsOf, byBucket } from './series'
import { comparedTotals, metricRows, metricTotals } from './source'
import type { TableColumn, TableRow } from './table'
import type { TileAsk } from './tiles'
import type { ViewContext } from './view'

const UNITS: Record<MetricUnit, Unit> = {
  money: 'money',
  count: 'count',
  units: 'count',
  ratio: 'ratio',
  days: 'days',
}

/** The unit what is measured so is formatted in. */
export function unitOfMetric(unit: MetricUnit): Unit {
  return UNITS[unit]
}

/** The unit a metric is formatted in. */
export function unitOf(name: string): Unit {
  return unitOfMetric(metricByName(name).unit)
}

/** A column of a metric: label, unit and explanation are the definition's. */
export function metricColumn(name: string, rest: Partial<TableColumn> = {}): TableColumn {
  const { label, description } = metricByName(name)
  return { name, label, unit: unitOf(name), hint: description, ...rest }
}

/** Figures of a page's tiles: now, compared and by bucket, in as few questions as possible. */
export interface MetricFigures {
  now: TableRow
  before: TableRow | null
  tile(name: string, rest?: Partial<TileAsk>): TileAsk
}

/**
 * Asks for metrics over the period, over the comparison and by bucket.
 * @returns a maker of tiles whose label, unit and direction are the definition's
 */
export async function metricFigures(
  context: ViewContext,
  metrics: readonly string[],
): Promise<MetricFigures> {
  const { grain } = context.period
  const [now, before, series] = await Promise.all([
    metricTotals(context, { metrics }),
    comparedTotals(context, { metrics }),
    metricRows(context, { metrics, by: [grain] }),
  ])
  const starts = bucketsOf(context.period).map(({ start }) => start)
  return {
    now,
    before,
    tile(name, rest = {}) {
      const { label, description, better } = metricByName(name)
      const values = byBucket(series, grain, name)
      return {
        name,
        label,
        unit: unitOf(name),
        better,
        hint: description,
        href: drillHref(context, name),
        value: now[name],
        compared: before?.[name],
        spark: starts.map((start) => values.get(start) ?? null),
        ...rest,
      }
    },
  }
}
