import type { Part, SourceName } from './types'

/**
 * The sums and counts every metric is made of, and how each source has them. The marts hold them
 * ready; the facts are asked when a question goes beyond a mart's dimensions. All give the same numbers.
 */

const both = (sql: string): Part['sources'] => ({ sales_daily: sql, product_daily: sql })

/** A part of order lines; `order` is set where fact_orders has it too. */
const ofLines = (name: string, line: string, order?: string): Part => ({
  name,
  sources: { ...both(`sum(m.${name})`), ...(order ? { fact_orders: order } : {}), fact_sales: line },
})

/** A part of refunds, with its twin by order date. */
function ofRefunds(name: string, sql: string): Part[] {
  return [
    { name, sources: { ...both(`sum(m.${name})`), fact_refunds: sql } },
    {
      name: `${name}_by_order_date`,
      sources: { ...both(`sum(m.${name}_by_order_date)`), fact_refunds_by_order_date: sql },
    },
  ]
}

/** A part of whole orders, which cannot be split by product. */
const ofOrders = (name: string, order: string): Part => ({
  name,
  sources: { sales_daily: `sum(m.${name})`, fact_orders: order },
})

const ofBuyers = (name: string, sql: string): Part => ({ name, sources: { buyers: sql } })

const all: Part[] = [
  {
    name: 'orders',
    // By product an order counts in each product it holds, once: that needs the lines.
    sources: {
      sales_daily: 'sum(m.orders)',
      fact_orders: 'count(*)',
      fact_sales: 'count(distinct m.order_id)',
    },
  },
  ofLines('lines', 'count(*)', 'sum(m.lines)'),
  ofLines('units', 'sum(m.quantity)', 'sum(m.units)'),
  ofLines('gross', 'sum(m.gross)', 'sum(m.gross)'),
  ofLines('discounts', 'sum(m.discount)', 'sum(m.discount)'),
  ofLines('cost', 'sum(m.cost)'),
  ofLines('costed_net', 'sum(m.net) filter (where m.cost is not null)'),
  ofOrders('shipping', 'sum(m.shipping)'),
  ofOrders('taxes', 'sum(m.tax)'),
  ...ofRefunds('returns', 'sum(m.amount)'),
  ...ofRefunds('returned_units', 'sum(m.quantity)'),
  ...ofRefunds('returned_cost', 'sum(m.cost)'),
  ...ofRefunds('costed_returns', 'sum(m.amount) filter (where m.cost is not null)'),
  ofBuyers('customers', 'count(*)'),
  ofBuyers('new_customers', 'count(*) filter (where b.is_new)'),
  ofBuyers('returning_customers', 'count(*) filter (where not b.is_new)'),
  ofBuyers('repeat_customers', 'count(*) filter (where b.orders >= 2)'),
]

/** Every part by name. */
export const PARTS: ReadonlyMap<string, Part> = new Map(all.map((part) => [part.name, part]))

/** Sources from cheap to dear: the first that has a part and covers the dimensions is asked. */
export const SOURCE_ORDER: readonly SourceName[] = [
  'sales_daily',
  'product_daily',
  'fact_orders',
  'fact_sales',
  'fact_refunds',
  'fact_refunds_by_order_date',
  'buyers',
]
