import type { MetricUnit } from './types'

/** What the parts of metrics are called where they stand side by side, without `_by_order_date`. */
const LABELS: Record<string, { label: string; unit: MetricUnit }> = {
  orders: { label: 'Orders', unit: 'count' },
  lines: { label: 'Lines', unit: 'count' },
  units: { label: 'Units sold', unit: 'units' },
  gross: { label: 'Gross sales', unit: 'money' },
  discounts: { label: 'Discounts', unit: 'money' },
  cost: { label: 'Cost', unit: 'money' },
  costed_net: { label: 'Net of costed lines', unit: 'money' },
  shipping: { label: 'Shipping', unit: 'money' },
  taxes: { label: 'Taxes', unit: 'money' },
  returns: { label: 'Returns', unit: 'money' },
  returned_units: { label: 'Units returned', unit: 'units' },
  returned_cost: { label: 'Cost put back', unit: 'money' },
  costed_returns: { label: 'Returns of costed lines', unit: 'money' },
  customers: { label: 'Customers', unit: 'count' },
  new_customers: { label: 'New', unit: 'count' },
  returning_customers: { label: 'Returning', unit: 'count' },
  repeat_customers: { label: 'Repeat', unit: 'count' },
}

/** Label and unit of a part. @throws Error for a part nobody named */
export function partLabel(name: string): { label: string; unit: MetricUnit } {
  const found = LABELS[name.replace(/_by_order_date$/, '')]
  if (!found) throw new Error(`The part ${name} has no label.`)
  return found
}
