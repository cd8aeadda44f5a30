/** What a metric is measured in. Amounts are in the reporting currency. */
export type MetricUnit = 'money' | 'count' | 'ratio' | 'days' | 'units'

/** Where figures come from. Refunds have two: by the day of the refund and by the day of their order. */
export type SourceName =
  | 'sales_daily'
  | 'product_daily'
  | 'fact_orders'
  | 'fact_sales'
  | 'fact_refunds'
  | 'fact_refunds_by_order_date'
  | 'buyers'

/** A metric as its reader knows it and as it is computed. */
export interface Metric {
  name: string
  label: string
  /** One sentence for tooltips and docs. */
  description: string
  unit: MetricUnit
  /** Whether more of it is good news. */
  better: 'up' | 'down' | 'none'
  /** Arithmetic on parts, `{gross} - {discounts}`, or `a / b` of two such. */
  formula: string | { ratio: [string, string]; digits?: number; unless?: string }
  /** The same with refunds on the day of their order: the name of that metric. */
  byOrderDate?: string
  /** Set on the by-order-date twin: the metric it is a twin of. */
  twinOf?: string
}

/** A sum or count that can be added up over days and dimension values (or is counted per cell). */
export interface Part {
  name: string
  /** Aggregate over alias `m` for each source that has it. */
  sources: Partial<Record<SourceName, string>>
}
