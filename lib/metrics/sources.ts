import type { Dimension, Join } from './dimensions'
import { DATE_COLUMN } from './dimensions'
import { SOURCE_ORDER } from './parts'
import { QueryError } from './query-error'
import type { Part, SourceName } from './types'

/** A source with the table it reads; buyers are found among orders, or among lines for dimensions of a product. */
export interface Source {
  name: SourceName
  /** Whose columns stand for the dimensions. */
  columnsOf: Exclude<SourceName, 'buyers'>
}

const SOLD = `m.status in ('paid', 'shipped', 'completed', 'refunded')`

/** Which rows count: sold ones, and of orders only those with a line. Marts hold nothing else. */
const CONDITIONS: Record<Source['columnsOf'], string | undefined> = {
  sales_daily: undefined,
  product_daily: undefined,
  fact_orders: `${SOLD} and m.lines > 0`,
  fact_sales: SOLD,
  fact_refunds: SOLD,
  fact_refunds_by_order_date: SOLD,
}

const TABLES: Record<Source['columnsOf'], string> = {
  sales_daily: 'warehouse.sales_daily',
  product_daily: 'warehouse.product_daily',
  fact_orders: 'warehouse.fact_orders',
  fact_sales: 'warehouse.fact_sales',
  fact_refunds: 'warehouse.fact_refunds',
  fact_refunds_by_order_date: 'warehouse.fact_refunds',
}

/** In the order they have to be joined. */
const JOINS: Record<Join, (date: string) => string> = {
  dates: (date) => `join warehouse.dim_dates d on d.date_key = ${date}`,
  products: () => 'join warehouse.dim_products p on p.product_key = m.product_key',
  suppliers: () => 'left join warehouse.dim_suppliers s on s.supplier_key = p.supplier_key',
  customers: () => 'join warehouse.dim_customers c on c.customer_key = m.customer_key',
  first_orders: () => 'left join warehouse.customer_value fo on fo.customer_id = c.customer_id',
  orders: (date) => `join warehouse.fact_orders o on o.order_id = m.order_id and o.date_key = ${date}`,
}

/** `from … join … where …` of a source for the joins its dimensions need, without the period. */
export function tableOf(source: Source, joins: ReadonlySet<Join>): { from: string; condition?: string } {
  const date = DATE_COLUMN[source.columnsOf]
  const joined = (Object.keys(JOINS) as Join[])
    .filter((join) => joins.has(join))
    .map((join) => JOINS[join](date))
  return {
    from: [`${TABLES[source.columnsOf]} m`, ...joined].join('\n  '),
    condition: CONDITIONS[source.columnsOf],
  }
}

const covers = (name: SourceName, dimensions: readonly Dimension[]) =>
  dimensions.every((dimension) => dimension.of(name) !== undefined)

/**
 * The cheapest source that has a part and knows all dimensions.
 * @param excluded sources not to use; the tests make the facts answer what a mart would
 * @throws QueryError when a part of whole orders is asked for by something of products
 */
export function sourceOf(
  part: Part,
  dimensions: readonly Dimension[],
  excluded: ReadonlySet<SourceName> = new Set(),
): Source {
  for (const name of SOURCE_ORDER) {
    if (part.sources[name] === undefined || excluded.has(name)) continue
    if (name === 'buyers')
      return { name, columnsOf: covers('fact_orders', dimensions) ? 'fact_orders' : 'fact_sales' }
    if (covers(name, dimensions)) return { name, columnsOf: name }
  }
  const ofProduct = dimensions.filter((dimension) => dimension.of('fact_orders') === undefined)
  throw new QueryError(
    'not_by_product',
    `${part.name} belongs to whole orders and cannot be split by ${ofProduct.map(({ name }) => name).join(', ')}.`,
    { whatToDo: 'Leave out shipping, taxes and total_sales, or the dimensions and conditions of products.' },
  )
}
