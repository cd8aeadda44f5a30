import type pg from 'pg'
import { z } from 'zod'

/**
 * The business content of every warehouse table: natural keys instead of surrogate ones, no file pointers.
 * Two warehouses with equal content show the same figures on every page.
 */
export const content: Record<string, string> = {
  dim_dates: 'select * from warehouse.dim_dates',
  dim_suppliers: `select supplier_id, supplier_name, contact_email, country, contract_start, contract_end, contract_status,
    payment_terms_days, lead_time_days, discount_rate, rating, updated_at from warehouse.dim_suppliers`,
  dim_products: `select p.product_id, p.product_name, p.category, p.subcategory, p.brand, s.supplier_id, p.unit_cost, p.list_price,
    p.status, p.launched_at, p.effective_at, p.valid_from, p.valid_to, p.is_current
    from warehouse.dim_products p left join warehouse.dim_suppliers s using (supplier_key)`,
  dim_customers: `select customer_id, first_name, last_name, full_name, email, phone, city, region, country, segment, created_at,
    effective_at, valid_from, valid_to, is_current from warehouse.dim_customers where customer_key <> 0`,
  dimension_confirmations: 'select entity, id, effective_at from warehouse.dimension_confirmations',
  exchange_rates: 'select currency, rate_date, rate from warehouse.exchange_rates',
  fact_orders: `select o.order_id, o.date_key, c.customer_id, c.valid_from as customer_from, o.ordered_at, o.hour, o.status, o.channel,
    o.currency, o.fx_rate, o.ship_country, o.payment_method, o.coupon_code, o.shipping_original, o.tax_original, o.discount_original,
    o.lines, o.units, o.gross, o.discount, o.net, o.shipping, o.tax, o.total, o.customer_type, o.is_first_order, o.updated_at
    from warehouse.fact_orders o join warehouse.dim_customers c using (customer_key)`,
  fact_sales: `select s.date_key, s.order_id, s.line_number, p.product_id, p.valid_from as product_from, c.customer_id,
    c.valid_from as customer_from, s.status, s.channel, s.currency, s.ship_country, s.customer_type, s.quantity, s.unit_price,
    s.discount_original, s.given_unit_cost, s.gross, s.discount, s.net, s.unit_cost, s.cost, s.profit
    from warehouse.fact_sales s join warehouse.dim_products p using (product_key) join warehouse.dim_customers c using (customer_key)`,
  fact_refunds: `select r.date_key, r.order_id, r.refund_id, r.order_date_key, r.line_number, p.product_id, p.valid_from as product_from,
    c.customer_id, r.refunded_at, r.status, r.channel, r.currency, r.ship_country, r.customer_type, r.quantity, r.amount_original,
    r.amount, r.cost, r.reason, r.restocked
    from warehouse.fact_refunds r join warehouse.dim_products p using (product_key) join warehouse.dim_customers c using (customer_key)`,
  inventory_movements: `select m.date_key, m.movement_id, p.product_id, p.valid_from as product_from, s.supplier_id, m.moved_at,
    m.movement_type, m.quantity, m.given_unit_cost, m.unit_cost, m.reference, m.location
    from warehouse.inventory_movements m join warehouse.dim_products p using (product_key)
    left join warehouse.dim_suppliers s on s.supplier_key = m.supplier_key`,
  sales_daily: 'select * from warehouse.sales_daily',
  product_daily: `select p.product_id, p.valid_from as product_from, (to_jsonb(d) - 'product_key')::text as measures
    from warehouse.product_daily d join warehouse.dim_products p using (product_key)`,
  customer_value: `select (to_jsonb(v) - 'customer_key')::text as measures, c.valid_from as customer_from
    from warehouse.customer_value v join warehouse.dim_customers c using (customer_key)`,
  inventory_daily: 'select * from warehouse.inventory_daily',
}

const zContent = z.object({ rows: z.coerce.number(), hash: z.string() })

/** Row count and content hash by table. */
export type Content = Record<string, z.infer<typeof zContent>>

/** Row count and content hash of every warehouse table, by name; of other `tables` when given their selects. */
export async function warehouseContent(db: Pick<pg.Pool, 'query'>, tables = content): Promise<Content> {
  const found: Content = {}
  for (const [table, select] of Object.entries(tables)) {
    const { rows } = await db.query(`select count(*) as rows,
      md5(coalesce(string_agg(line, E'\\n' order by line collate "C"), '')) as hash from (select r::text as line from (${select}) r) l`)
    found[table] = zContent.parse(rows[0])
  }
  return found
}

/** The rows of one table as text, to show where two warehouses differ. */
export async function contentRows(
  db: Pick<pg.Pool, 'query'>,
  table: string,
  tables = content,
): Promise<string[]> {
  const { rows } = await db.query(`select r::text as line from (${tables[table]}) r order by 1`)
  return z
    .array(z.object({ line: z.string() }))
    .parse(rows)
    .map((r) => r.line)
}
