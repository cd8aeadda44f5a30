import { z } from 'zod'
import { pool, type Queryable } from '@/lib/db/pool'
import { query, queryOne } from '@/lib/db/sql'

/** The file and record (1 = the first below the header) a stored row came from. */
const zSource = z.object({
  fileId: z.coerce.number(),
  file: z.string().nullable(),
  record: z.coerce.number(),
})
export type RowSource = z.infer<typeof zSource>

const zValidity = { validFrom: z.string(), validTo: z.string() }

const zOrder = z.object({
  orderId: z.string(),
  day: z.string(),
  orderedAt: z.date(),
  status: z.string(),
  customerId: z.string().nullable(),
  customerType: z.string(),
  isFirstOrder: z.boolean(),
  channel: z.string().nullable(),
  shipCountry: z.string().nullable(),
  paymentMethod: z.string().nullable(),
  couponCode: z.string().nullable(),
  currency: z.string(),
  fxRate: z.string(),
  gross: z.string(),
  discount: z.string(),
  net: z.string(),
  shipping: z.string(),
  tax: z.string(),
  total: z.string(),
  refunded: z.string(),
  /** In the order's currency, as the file has them; null where it has none. */
  discountOriginal: z.string().nullable(),
  shippingOriginal: z.string().nullable(),
  taxOriginal: z.string().nullable(),
  ...zSource.shape,
})

const zCustomer = z.object({
  customerId: z.string(),
  name: z.string().nullable(),
  segment: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  isCurrent: z.boolean(),
  ...zValidity,
  ...zSource.shape,
})

const zRate = z.object({ rate: z.string(), rateDate: z.string(), ...zSource.shape })

const zLine = z.object({
  line: z.number(),
  productId: z.string(),
  product: z.string(),
  category: z.string().nullable(),
  quantity: z.number(),
  unitPrice: z.string(),
  gross: z.string(),
  discount: z.string(),
  /** The line's own part of `discount`; the rest is its share of the order's. */
  lineDiscount: z.string(),
  orderDiscount: z.string(),
  net: z.string(),
  unitCost: z.string().nullable(),
  /** The file's own record, the version of the product that was in force, or nowhere. */
  costFrom: z.enum(['record', 'product', 'unknown']),
  cost: z.string().nullable(),
  profit: z.string().nullable(),
  /** The version of the product in force when the order was placed. */
  version: z.object({ ...zValidity, ...zSource.shape }),
  ...zSource.shape,
})

const zRefund = z.object({
  refundId: z.string(),
  line: z.number(),
  refundedAt: z.date(),
  quantity: z.number(),
  amount: z.string(),
  amountOriginal: z.string(),
  cost: z.string().nullable(),
  reason: z.string().nullable(),
  restocked: z.boolean(),
  ...zSource.shape,
})

/** An order with everything that makes up its figures, each with the row of the file it came from. */
export interface OrderTrace {
  order: z.infer<typeof zOrder>
  /** The version of the customer in force when the order was placed; null for a guest. */
  customer: z.infer<typeof zCustomer> | null
  /** The exchange rate that governs the order; null in the reporting currency. */
  rate: z.infer<typeof zRate> | null
  lines: z.infer<typeof zLine>[]
  refunds: z.infer<typeof zRefund>[]
}

const from = (alias: string) =>
  `${alias}.source_file_id as "fileId", f.name as file, ${alias}.source_row as record`
const files = (alias: string) => `left join pipeline.source_files f on f.id = ${alias}.source_file_id`
const validity = (alias: string) =>
  `to_char(${alias}.valid_from at time zone 'UTC', 'YYYY-MM-DD') as "validFrom",
   to_char(${alias}.valid_to at time zone 'UTC', 'YYYY-MM-DD') as "validTo"`

/**
 * Where the figures of an order come from. Amounts are in the reporting currency, except `unitPrice` and what ends in
 * `Original`, which are in the order's.
 * @returns undefined when no such order is stored
 */
export async function orderTrace(orderId: string, db: Queryable = pool()): Promise<OrderTrace | undefined> {
  const order = await queryOne(
    zOrder,
    `select o.order_id as "orderId", to_char(to_date(o.date_key::text, 'YYYYMMDD'), 'YYYY-MM-DD') as day,
       o.ordered_at as "orderedAt", o.status, c.customer_id as "customerId", o.customer_type as "customerType",
       o.is_first_order as "isFirstOrder", o.channel, o.ship_country as "shipCountry",
       o.payment_method as "paymentMethod", o.coupon_code as "couponCode", o.currency,
       trim_scale(o.fx_rate)::text as "fxRate", o.gross, o.discount, o.net, o.shipping, o.tax, o.total,
       (select coalesce(sum(r.amount), 0.00)::text from warehouse.fact_refunds r where r.order_id = o.order_id) as refunded,
       o.discount_original as "discountOriginal", o.shipping_original as "shippingOriginal",
       o.tax_original as "taxOriginal", ${from('o')}
     from warehouse.fact_orders o
     join warehouse.dim_customers c using (customer_key)
     ${files('o')}
     where o.order_id = $1`,
    [orderId],
    db,
  )
  if (!order) return undefined
  const customer = await queryOne(
    zCustomer,
    `select c.customer_id as "customerId", coalesce(c.full_name, nullif(concat_ws(' ', c.first_name, c.last_name), '')) as name, c.segment, c.city, c.country, c.is_current as "isCurrent",
       ${validity('c')}, ${from('c')}
     from warehouse.fact_orders o join warehouse.dim_customers c using (customer_key) ${files('c')}
     where o.order_id = $1 and c.customer_id is not null`,
    [orderId],
    db,
  )
  const rate = await queryOne(
    zRate,
    `select trim_scale(x.rate)::text as rate, x.rate_date::text as "rateDate", ${from('x')}
     from warehouse.exchange_rates x ${files('x')}
     where x.currency = $1 and x.rate_date <= $2::date
     order by x.rate_date desc limit 1`,
    [order.currency, order.day],
    db,
  )
  const lines = await query(
    zLine,
    `select s.line_number as line, p.product_id as "productId", p.product_name as product, p.category, s.quantity,
       s.unit_price as "unitPrice", s.gross, s.discount, n.discount as "lineDiscount",
       s.discount - n.discount as "orderDiscount", s.net, s.unit_cost as "unitCost",
       case when s.given_unit_cost is not null then 'record' when s.unit_cost is not null then 'product'
         else 'unknown' end as "costFrom",
       s.cost, s.profit, ${from('s')},
       jsonb_build_object('validFrom', to_char(p.valid_from at time zone 'UTC', 'YYYY-MM-DD'),
         'validTo', to_char(p.valid_to at time zone 'UTC', 'YYYY-MM-DD'), 'fileId', p.source_file_id,
         'file', v.name, 'record', p.source_row) as version
     from warehouse.fact_sales s
     join warehouse.dim_products p using (product_key)
     cross join lateral (
       select round(coalesce(s.discount_original, 0) * o.fx_rate, 2) as discount
       from warehouse.fact_orders o where o.order_id = s.order_id and o.date_key = s.date_key) n
     ${files('s')}
     left join pipeline.source_files v on v.id = p.source_file_id
     where s.order_id = $1
     order by s.line_number`,
    [orderId],
    db,
  )
  const refunds = await query(
    zRefund,
    `select r.refund_id as "refundId", r.line_number as line, r.refunded_at as "refundedAt", r.quantity, r.amount,
       r.amount_original as "amountOriginal", r.cost, r.reason, r.restocked, ${from('r')}
     from warehouse.fact_refunds r
     ${files('r')}
     where r.order_id = $1
     order by r.refunded_at, r.refund_id`,
    [orderId],
    db,
  )
  // In the reporting currency nothing is converted, even if somebody loaded a rate for it.
  const governs = rate !== undefined && order.fxRate === rate.rate
  return { order, customer: customer ?? null, rate: governs ? rate : null, lines, refunds }
}
