import { z } from 'zod'
import { pool, type Queryable } from '@/lib/db/pool'
import { query, queryOne } from '@/lib/db/sql'

/** The file and record (1 = the first below the header) a stored row came from. */
const source = { fileId: z.coerce.number(), file: z.string().nullable(), record: z.coerce.number() }

const zOrder = z.object({
  orderId: z.string(),
  orderedAt: z.date(),
  status: z.string(),
  customerId: z.string().nullable(),
  customerType: z.string(),
  channel: z.string().nullable(),
  currency: z.string(),
  fxRate: z.string(),
  gross: z.string(),
  discount: z.string(),
  net: z.string(),
  shipping: z.string(),
  tax: z.string(),
  total: z.string(),
  ...source,
})

const zLine = z.object({
  line: z.number(),
  productId: z.string(),
  product: z.string(),
  quantity: z.number(),
  unitPrice: z.string(),
  gross: z.string(),
  discount: z.string(),
  net: z.string(),
  unitCost: z.string().nullable(),
  cost: z.string().nullable(),
  profit: z.string().nullable(),
  ...source,
})

const zRefund = z.object({
  refundId: z.string(),
  line: z.number(),
  refundedAt: z.date(),
  quantity: z.number(),
  amount: z.string(),
  cost: z.string().nullable(),
  reason: z.string().nullable(),
  restocked: z.boolean(),
  ...source,
})

/** An order with everything that makes up its figures, each with the row of the file it came from. */
export interface OrderTrace {
  order: z.infer<typeof zOrder>
  lines: z.infer<typeof zLine>[]
  refunds: z.infer<typeof zRefund>[]
}

const from = (alias: string) =>
  `${alias}.source_file_id as "fileId", f.name as file, ${alias}.source_row as record`
const files = (alias: string) => `left join pipeline.source_files f on f.id = ${alias}.source_file_id`

/**
 * Where the figures of an order come from. Amounts are in the reporting currency, except `unitPrice`, which is in
 * the order's.
 * @returns undefined when no such order is stored
 */
export async function orderTrace(orderId: string, db: Queryable = pool()): Promise<OrderTrace | undefined> {
  const order = await queryOne(
    zOrder,
    `select o.order_id as "orderId", o.ordered_at as "orderedAt", o.status, c.customer_id as "customerId",
       o.customer_type as "customerType", o.channel, o.currency, o.fx_rate as "fxRate", o.gross, o.discount, o.net,
       o.shipping, o.tax, o.total, ${from('o')}
     from warehouse.fact_orders o
     join warehouse.dim_customers c using (customer_key)
     ${files('o')}
     where o.order_id = $1`,
    [orderId],
    db,
  )
  if (!order) return undefined
  const lines = await query(
    zLine,
    `select s.line_number as line, p.product_id as "productId", p.product_name as product, s.quantity,
       s.unit_price as "unitPrice", s.gross, s.discount, s.net, s.unit_cost as "unitCost", s.cost, s.profit, ${from('s')}
     from warehouse.fact_sales s
     join warehouse.dim_products p using (product_key)
     ${files('s')}
     where s.order_id = $1
     order by s.line_number`,
    [orderId],
    db,
  )
  const refunds = await query(
    zRefund,
    `select r.refund_id as "refundId", r.line_number as line, r.refunded_at as "refundedAt", r.quantity, r.amount, r.cost,
       r.reason, r.restocked, ${from('r')}
     from warehouse.fact_refunds r
     ${files('r')}
     where r.order_id = $1
     order by r.refunded_at, r.refund_id`,
    [orderId],
    db,
  )
  return { order, lines, refunds }
}
