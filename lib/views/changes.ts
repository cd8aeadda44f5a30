import { minus } from '@/lib/core/decimal'
import type { Unit } from '@/lib/core/format'
import { METRICS } from '@/lib/metrics/catalog'
import type { LoadChanges, MetricChange } from '@/lib/pipeline/load-changes'
import { unitOf } from './metric'
import { ordersHref } from './orders/links'
import type { TableData } from './table'

const OTHERS: Record<string, { label: string; unit: Unit }> = {
  customers: { label: 'Customers', unit: 'count' },
  stock_value: { label: 'Stock value', unit: 'money' },
}

const TABLES: Record<string, string> = {
  fact_orders: 'Orders',
  fact_sales: 'Order lines',
  fact_refunds: 'Refunds',
  inventory_movements: 'Stock movements',
  dim_products: 'Product versions',
  dim_customers: 'Customer versions',
  dim_suppliers: 'Suppliers',
  exchange_rates: 'Exchange rates',
}

/** What a followed figure is called and measured in. */
function figure(name: string): { label: string; unit: Unit } {
  const known = OTHERS[name]
  if (known) return known
  const metric = METRICS.find((one) => one.name === name)
  return metric ? { label: metric.label, unit: unitOf(name) } : { label: name, unit: 'decimal' }
}

export interface ShownChange {
  name: string
  label: string
  unit: Unit
  before: string | null
  after: string
  /** null where nothing was loaded before. */
  change: string | null
}

/** A figure's change with its label and unit. */
export function shownChange({ metric, before, after }: MetricChange): ShownChange {
  return { name: metric, ...figure(metric), before, after, change: minus(after, before) }
}

/** Rows by table, those without a change left out. */
export function tableChanges({ tables }: LoadChanges): TableData {
  return {
    columns: [
      { name: 'table', label: 'Rows of', unit: 'text', look: 'strong' },
      { name: 'added', label: 'Added', unit: 'count' },
      {
        name: 'changed',
        label: 'Changed',
        unit: 'count',
        hint: 'Some column other than where it came from.',
      },
      { name: 'removed', label: 'Removed', unit: 'count' },
    ],
    rows: tables
      .filter(({ added, changed, removed }) => added + changed + removed > 0)
      .map((row) => ({ ...row, table: TABLES[row.table] ?? row.table })),
  }
}

/** Days with a changed figure, newest first; a figure that stayed has no value. */
export function dayChanges({ days }: LoadChanges): TableData {
  const names = ['net_sales', 'gross_sales', 'discounts', 'returns', 'orders', 'units_sold']
  return {
    columns: [
      { name: 'day', label: 'Day', unit: 'date', hrefFrom: 'href' },
      ...names.map((name) => ({
        name,
        label: `${figure(name).label} ±`,
        unit: figure(name).unit,
        style: 'full' as const,
        // More returns or discounts are no good news: only net sales are coloured.
        look: name === 'net_sales' ? ('signed' as const) : ('plus' as const),
      })),
      { name: 'before', label: 'Net sales before', unit: 'money', style: 'full', look: 'muted' },
      { name: 'after', label: 'Net sales after', unit: 'money', style: 'full' },
    ],
    rows: days.map(({ day, metrics }) => {
      const net = metrics.find(({ metric }) => metric === 'net_sales')
      return {
        day,
        href: ordersHref({ period: 'custom', from: day, to: day, metric: 'net_sales' }),
        before: net?.before ?? null,
        after: net?.after ?? null,
        ...Object.fromEntries(metrics.map(({ metric, before, after }) => [metric, minus(after, before)])),
      }
    }),
  }
}
