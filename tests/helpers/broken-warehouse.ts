/**
 * For every check of jobs/sql/checks, what breaks the clean shop of `cleanWarehouse` so that this check must
 * fail: SQL, and in one word or number what the first offending row shows. As data, so that a check without an
 * entry, or one that cannot fail, is seen.
 */
export interface Break {
  sql: string
  /** Columns of the first sample row. */
  shows?: Record<string, unknown>
  /** How many rows must fail; at least one when left out. */
  rows?: number
}

const file = (
  values: string,
) => `insert into pipeline.source_files (sha256, name, size_bytes, archive_path, arrived_at, effective_at,
  run_id, status, entity, header, unknown_columns, rows_read, rows_loaded, rows_quarantined) values ${values};`

/** One order line, order or refund that is there, by the smallest key. */
const LINE = `(date_key, order_id, line_number) = (select date_key, order_id, line_number from warehouse.fact_sales
  where currency = 'EUR' and unit_cost is not null order by 1, 2, 3 limit 1)`
const FOREIGN_LINE = `(date_key, order_id, line_number) = (select date_key, order_id, line_number from warehouse.fact_sales
  where currency <> 'EUR' order by 1, 2, 3 limit 1)`
const ORDER = `(order_id, date_key) = (select order_id, date_key from warehouse.fact_orders
  where currency = 'EUR' and customer_key <> 0 and lines > 0 and gross > 0 and status = 'completed' order by 2, 1 limit 1)`
const FOREIGN_ORDER = `(order_id, date_key) = (select order_id, date_key from warehouse.fact_orders where currency <> 'EUR' order by 2, 1 limit 1)`
const REFUND = `(order_id, refund_id) = (select order_id, refund_id from warehouse.fact_refunds where amount > 0 order by 1, 2 limit 1)`
const RECEIPT = `(movement_id, date_key) = (select movement_id, date_key from warehouse.inventory_movements
  where movement_type = 'receipt' order by 1, 2 limit 1)`
const STOCK_DAY = `(product_id, date_key) = (select product_id, date_key from warehouse.inventory_daily where on_hand > 0 order by 1, 2 limit 1)`
const PRODUCT = `product_id = (select min(product_id) from warehouse.dim_products) and is_current`
const CUSTOMER = `customer_id = (select min(customer_id) from warehouse.dim_customers) and is_current`
const SUPPLIER = `supplier_id = (select s.supplier_id from warehouse.dim_suppliers s join warehouse.dim_products p using (supplier_key)
  where p.is_current and p.status = 'active' order by 1 limit 1)`
/** The last complete day, and the last complete week, of sales_daily. */
const LAST_DAY = 'date_key = 20250929'
const LAST_WEEK = 'date_key between 20250923 and 20250929'

/** Turns the rows of odd numbers into those of an earlier load. */
const earlierLoad = (entity: string, table: string) => `
  insert into pipeline.runs (id, status, trigger, inbox_dir) values (90, 'published', 'cli', '/inbox');
  insert into pipeline.warehouse_version (version, run_id, epoch, published_at) values (90, 90, 1, now());
  ${file(`(repeat('e', 64), 'earlier.csv', 1, 'a', now(), now(), 90, 'loaded', '${entity}', '{}', '{}', 1000, 1000, 0)`)}
  update warehouse.${table} set source_file_id = (select id from pipeline.source_files where name = 'earlier.csv') where source_row % 2 = 1;`

export const breaks: Record<string, Break> = {
  // file
  files_accepted: {
    sql: file(
      `(repeat('a', 64), 'photo.csv', 1, 'a', now(), now(), 1, 'rejected', null, '{}', '{}', 0, 0, 0)`,
    ),
    rows: 1,
    shows: { name: 'photo.csv' },
  },
  files_settled: {
    sql: file(
      `(repeat('a', 64), 'half.csv', 1, 'a', now(), now(), 1, 'received', 'orders', '{}', '{}', 0, 0, 0)`,
    ),
    rows: 1,
    shows: { name: 'half.csv', status: 'received' },
  },
  file_date_not_ahead: {
    sql: `update pipeline.source_files set effective_at = '2062-01-01' where entity = 'orders'`,
    rows: 1,
    shows: { name: 'orders.csv' },
  },
  file_keeps_its_columns: {
    sql: file(
      `(repeat('a', 64), 'before.csv', 1, 'a', now(), now(), 90, 'loaded', 'refunds', '{Refund ID,order_id,Nature}', '{}', 0, 0, 0)`,
    ),
    rows: 1,
    shows: { missing_column: 'nature', earlier_file: 'before.csv' },
  },
  // rows
  line_values_in_range: {
    sql: `update warehouse.fact_sales set quantity = -1 where ${LINE}`,
    rows: 1,
    shows: { quantity: -1 },
  },
  line_net_adds_up: { sql: `update warehouse.fact_sales set net = net + 0.01 where ${LINE}`, rows: 1 },
  line_gross_is_quantity_by_price: {
    sql: `update warehouse.fact_sales set gross = gross + 0.01 where ${LINE}`,
    rows: 1,
  },
  line_cost_adds_up: {
    sql: `update warehouse.fact_sales set cost = null where ${LINE}`,
    rows: 1,
    shows: { cost: null },
  },
  line_names_its_source: {
    sql: `update warehouse.fact_sales set source_file_id = 999 where ${LINE}`,
    rows: 1,
    shows: { file_id: 999 },
  },
  order_values_in_range: {
    sql: `update warehouse.fact_orders set shipping = -1 where ${ORDER}`,
    rows: 1,
    shows: { shipping: -1 },
  },
  order_words_are_known: {
    sql: `update warehouse.fact_orders set status = 'done' where ${ORDER}`,
    rows: 1,
    shows: { status: 'done' },
  },
  order_day_is_local: {
    sql: `update warehouse.fact_orders set hour = (hour + 1) % 24 where ${ORDER}`,
    rows: 1,
  },
  order_names_its_source: {
    sql: `update warehouse.fact_orders set source_row = 0 where ${ORDER}`,
    rows: 1,
    shows: { record: 0 },
  },
  refund_values_in_range: {
    sql: `update warehouse.fact_refunds set amount = -1 where ${REFUND}`,
    rows: 1,
    shows: { amount: -1 },
  },
  refund_names_its_source: {
    sql: `update warehouse.fact_refunds set source_row = 1000000 where ${REFUND}`,
    rows: 1,
  },
  movement_sign_fits_type: {
    sql: `update warehouse.inventory_movements set quantity = -3 where ${RECEIPT}`,
    rows: 1,
    shows: { quantity: -3 },
  },
  movement_names_its_source: {
    sql: `update warehouse.inventory_movements set source_file_id = 999 where ${RECEIPT}`,
    rows: 1,
  },
  stock_value_fits_on_hand: {
    sql: `update warehouse.inventory_daily set stock_value = -1 where ${STOCK_DAY}`,
    rows: 1,
    shows: { stock_value: -1 },
  },
  product_values_in_range: {
    sql: `update warehouse.dim_products set unit_cost = -1 where ${PRODUCT}`,
    rows: 1,
    shows: { unit_cost: -1 },
  },
  rate_is_above_zero: {
    sql: `update warehouse.exchange_rates set rate = 0 where (currency, rate_date) = (select currency, rate_date from warehouse.exchange_rates order by 1, 2 limit 1)`,
    rows: 1,
  },
  contract_dates_in_order: {
    sql: `update warehouse.dim_suppliers set contract_start = '2025-02-01', contract_end = '2025-01-01' where ${SUPPLIER}`,
    rows: 1,
  },
  customer_value_fits_its_dates: {
    sql: `update warehouse.customer_value set cohort_month = cohort_month - 31 where customer_id = (select min(customer_id) from warehouse.customer_value)`,
    rows: 1,
  },
  // referential
  calendar_complete: {
    sql: `delete from warehouse.dim_dates where date = '2025-08-15'`,
    rows: 1,
    shows: { date: '2025-08-14', next_date: '2025-08-16' },
  },
  calendar_has_whole_years: {
    sql: `delete from warehouse.dim_dates where date = (select max(date) from warehouse.dim_dates)`,
    rows: 1,
    shows: { last_day: '2025-12-30' },
  },
  guest_has_no_customer: {
    sql: `update warehouse.fact_orders set customer_key = 0 where ${ORDER}`,
    rows: 1,
    shows: { customer_key: 0 },
  },
  order_has_lines: { sql: `update warehouse.fact_orders set lines = 0 where ${ORDER}`, rows: 1 },
  order_stored_once: {
    sql: `insert into warehouse.fact_orders select (jsonb_populate_record(o, jsonb_build_object('date_key', case o.date_key when 20250801 then 20250802 else 20250801 end))).*
      from warehouse.fact_orders o where ${ORDER}`,
    rows: 1,
    shows: { copies: 2 },
  },
  line_agrees_with_its_order: {
    sql: `update warehouse.fact_sales set status = 'pending' where ${LINE}`,
    rows: 1,
    shows: { status: 'pending' },
  },
  refund_agrees_with_its_line: {
    sql: `update warehouse.fact_refunds set product_key = product_key + 1 where ${REFUND}`,
    rows: 1,
  },
  line_has_product_of_its_time: {
    sql: `update warehouse.dim_products set valid_to = '2025-04-02' where product_key = (select product_key from warehouse.fact_sales where date_key > 20250402 order by order_id limit 1)`,
  },
  order_has_customer_of_its_time: {
    sql: `update warehouse.dim_customers set valid_to = '2025-04-02' where customer_key = (select customer_key from warehouse.fact_orders
      where date_key > 20250402 and customer_key <> 0 order by order_id limit 1)`,
  },
  // business rules
  price_near_list_price: {
    sql: `update warehouse.fact_sales set unit_price = 100000 where ${LINE}`,
    rows: 1,
    shows: { unit_price: 100000 },
  },
  order_amounts_add_up: { sql: `update warehouse.fact_orders set total = total + 1 where ${ORDER}`, rows: 1 },
  first_order_is_new: {
    sql: `update warehouse.fact_orders set customer_type = 'returning' where (order_id, date_key) = (select order_id, date_key from warehouse.fact_orders where is_first_order limit 1)`,
    rows: 1,
    shows: { customer_type: 'returning' },
  },
  order_rate_fits_currency: {
    sql: `update warehouse.fact_orders set fx_rate = 1.1 where ${ORDER}`,
    rows: 1,
    shows: { fx_rate: 1.1 },
  },
  discount_within_gross: {
    sql: `update warehouse.fact_orders set discount = gross + 0.01 where ${ORDER}`,
    rows: 1,
  },
  refund_within_line: {
    sql: `update warehouse.fact_refunds set amount = 99999 where ${REFUND}`,
    shows: { refunded_amount: 99999 },
  },
  refund_units_within_line: { sql: `update warehouse.fact_refunds set quantity = 9999 where ${REFUND}` },
  refund_not_before_order: {
    sql: `update warehouse.fact_refunds set date_key = order_date_key - 1 where ${REFUND}`,
    rows: 1,
  },
  receipt_has_a_cost: {
    sql: `update warehouse.inventory_movements set unit_cost = null where ${RECEIPT}`,
    rows: 1,
  },
  stock_not_negative: {
    sql: `update warehouse.inventory_daily set on_hand = -4 where ${STOCK_DAY}`,
    rows: 1,
    shows: { on_hand: -4 },
  },
  cost_below_price: {
    sql: `update warehouse.dim_products set unit_cost = list_price + 0.01 where ${PRODUCT}`,
    rows: 1,
  },
  products_have_a_category: {
    sql: `update warehouse.dim_products set category = null where product_key % 5 = 0`,
  },
  one_current_product_version: {
    sql: `update warehouse.dim_products set is_current = false where ${PRODUCT}`,
    rows: 1,
  },
  one_current_customer_version: {
    sql: `update warehouse.dim_customers set valid_to = '2025-01-01' where ${CUSTOMER}`,
    rows: 1,
  },
  supplier_contract_running: {
    sql: `update warehouse.dim_suppliers set contract_status = 'ended' where ${SUPPLIER}`,
    rows: 1,
  },
  one_first_order: {
    sql: `update warehouse.fact_orders set is_first_order = false where (order_id, date_key) = (select order_id, date_key from warehouse.fact_orders where is_first_order limit 1)`,
    rows: 1,
    shows: { first_orders: 0 },
  },
  foreign_order_has_its_rate: {
    sql: `update warehouse.fact_orders set fx_rate = fx_rate * 1.01 where ${FOREIGN_ORDER}`,
    rows: 1,
  },
  foreign_line_at_its_rate: {
    sql: `update warehouse.fact_sales set gross = gross + 0.01 where ${FOREIGN_LINE}`,
    rows: 1,
  },
  refunded_order_has_refund: {
    sql: `update warehouse.fact_orders set status = 'refunded' where (order_id, date_key) = (select order_id, date_key from warehouse.fact_orders o
    where not exists (select from warehouse.fact_refunds r where r.order_id = o.order_id) limit 1)`,
    rows: 1,
  },
  // reconciliation
  // one line hung on another order of its day: the day's totals are as before
  order_lines_add_up: {
    sql: `update warehouse.fact_sales set line_number = 9999, order_id = (select max(order_id) from warehouse.fact_orders
      where date_key = fact_sales.date_key) where ${LINE}`,
    rows: 2,
  },
  rows_accounted_for: {
    sql: `update pipeline.source_files set rows_loaded = rows_loaded - 1 where entity = 'orders'`,
    rows: 1,
    shows: { name: 'orders.csv' },
  },
  customer_value_matches_orders: {
    sql: `update warehouse.customer_value set gross = gross + 1 where customer_id = (select min(customer_id) from warehouse.customer_value)`,
    rows: 1,
  },
  order_days_reconcile: {
    sql: `update warehouse.product_daily set units = units + 1 where date_key = 20250815 and product_key = (select min(product_key) from warehouse.product_daily where date_key = 20250815)`,
    rows: 1,
    shows: { date_key: 20250815 },
  },
  sales_mart_matches_orders: {
    sql: `update warehouse.fact_orders set status = 'cancelled' where ${ORDER}`,
    rows: 1,
  },
  product_mart_matches_lines: {
    sql: `update warehouse.fact_sales set status = 'cancelled' where ${LINE}`,
    rows: 1,
  },
  returns_match_refunds: { sql: `update warehouse.fact_refunds set amount = amount + 1 where ${REFUND}` },
  on_hand_rolls_forward: {
    sql: `update warehouse.inventory_daily set sold = sold - 1 where ${STOCK_DAY}`,
    rows: 1,
  },
  stock_matches_movements: {
    sql: `update warehouse.inventory_movements set quantity = quantity + 1 where ${RECEIPT}`,
    rows: 1,
  },
  stock_sales_like_order_lines: {
    sql: `delete from warehouse.inventory_daily where date_key between 20250910 and 20250930`,
    rows: 1,
  },
  // statistical
  quarantine_rate: {
    sql: `update pipeline.source_files set rows_quarantined = rows_read / 10 where entity = 'refunds'`,
    rows: 1,
    shows: { name: 'refunds.csv' },
  },
  revenue_like_same_weekday: {
    sql: `update warehouse.sales_daily set gross = gross / 100 where ${LAST_DAY}`,
    rows: 1,
    shows: { date: '2025-09-29' },
  },
  orders_like_same_weekday: {
    sql: `update warehouse.sales_daily set orders = orders * 40 where ${LAST_DAY}`,
    rows: 1,
  },
  no_day_without_orders: {
    sql: `update warehouse.sales_daily set orders = 0 where date_key = 20250920`,
    rows: 1,
    shows: { date: '2025-09-20' },
  },
  order_value_like_before: {
    sql: `update warehouse.sales_daily set gross = gross * 3 where ${LAST_WEEK}`,
    rows: 1,
  },
  discount_share_like_before: {
    sql: `update warehouse.sales_daily set discounts = gross where ${LAST_WEEK}`,
    rows: 1,
  },
  return_share_like_before: {
    sql: `update warehouse.sales_daily set returns = returns + gross where ${LAST_WEEK}`,
    rows: 1,
  },
  guest_share_like_before: {
    sql: `update warehouse.sales_daily set orders = orders * 20 where customer_type = 'guest' and ${LAST_WEEK}`,
    rows: 1,
  },
  new_customer_share_like_before: {
    sql: `update warehouse.sales_daily set orders = orders * 20 where customer_type = 'new' and ${LAST_WEEK}`,
    rows: 1,
  },
  cost_known_like_before: {
    sql: `update warehouse.sales_daily set costed_net = 0 where ${LAST_WEEK}`,
    rows: 1,
  },
  channel_mix_like_before: {
    sql: `update warehouse.sales_daily set channel = 'kiosk ' || channel || ship_country || currency || customer_type || segment where ${LAST_WEEK};
    update warehouse.sales_daily set orders = orders * 20 where ${LAST_WEEK} and channel = (select max(channel) from warehouse.sales_daily where ${LAST_WEEK})`,
  },
  country_mix_like_before: {
    sql: `delete from warehouse.sales_daily where ${LAST_WEEK} and ship_country = (select ship_country from warehouse.sales_daily group by 1 order by sum(orders) desc limit 1)`,
  },
  order_columns_filled_like_before: {
    sql: `${earlierLoad('orders', 'fact_orders')} update warehouse.fact_orders set channel = null where source_row % 2 = 0`,
    rows: 1,
    shows: { column_name: 'channel', percent_filled: 0 },
  },
  product_columns_filled_like_before: {
    sql: `${earlierLoad('products', 'dim_products')} insert into warehouse.dim_products select (jsonb_populate_record(p, jsonb_build_object('product_key', p.product_key + n * 1000, 'product_id', p.product_id || '-' || n))).*
      from warehouse.dim_products p, generate_series(1, 3) n; update warehouse.dim_products set brand = null where source_row % 2 = 0`,
    rows: 1,
    shows: { column_name: 'brand' },
  },
  customer_columns_filled_like_before: {
    sql: `${earlierLoad('customers', 'dim_customers')} update warehouse.dim_customers set email = null where source_row % 2 = 0`,
    rows: 1,
    shows: { column_name: 'email' },
  },
  rows_read_like_before: {
    sql: `insert into pipeline.warehouse_version (version, run_id, epoch, published_at) select n, n, 1, now() from generate_series(91, 93) n;
      ${file([91, 92, 93].map((n) => `(repeat('${n % 10}', 64), 'earlier.csv', 1, 'a', now(), now(), ${n}, 'loaded', 'refunds', '{}', '{}', 1000000, 0, 0)`).join(', '))}`,
    rows: 1,
    shows: { entity: 'refunds', usual: 1000000 },
  },
  quarantine_share_like_before: {
    sql: `${earlierLoad('orders', 'fact_orders')} update pipeline.source_files set rows_quarantined = rows_read / 25 where run_id = 1`,
    rows: 1,
  },
  cost_changes_little: {
    sql: `update staging.dim_products set unit_cost = 1000 where not exists (select from warehouse.dim_products p where p.product_key = dim_products.product_key and p.valid_from < '1950-01-01')`,
  },
  price_changes_little: {
    sql: `update staging.dim_products set list_price = 0.01 where not exists (select from warehouse.dim_products p where p.product_key = dim_products.product_key and p.valid_from < '1950-01-01')`,
  },
  rate_changes_little: {
    sql: `update warehouse.exchange_rates set rate = 1 / rate where (currency, rate_date) = (select 'USD', min(rate_date) from warehouse.exchange_rates where currency = 'USD' and rate_date > '2025-05-01');
    update warehouse.exchange_rates set rate = rate * 1.5 where (currency, rate_date) = (select 'GBP', max(rate_date) from warehouse.exchange_rates where currency = 'GBP')`,
  },
  // freshness
  order_not_ahead: {
    sql: `update warehouse.fact_orders set ordered_at = '2025-10-03' where ${ORDER}`,
    rows: 1,
  },
  orders_are_recent: {
    sql: `delete from warehouse.sales_daily where date_key > 20250927`,
    rows: 1,
    shows: { newest: '2025-09-27', days_old: 4 },
  },
  stock_is_recent: { sql: `delete from warehouse.inventory_daily where date_key > 20250920`, rows: 1 },
  refunds_are_recent: {
    sql: `update warehouse.sales_daily set returns = 0, returned_units = 0 where date_key > 20250825`,
    rows: 1,
  },
  rates_are_recent: { sql: `delete from warehouse.exchange_rates where rate_date > '2025-05-01'` },
  waiting_rows_find_their_parent: {
    sql: `insert into pipeline.quarantine (file_id, record_number, run_id, entity, rule, message, raw, state, quarantined_at)
      values (1, 1, 1, 'orders', 'unknown_customer', 'no such customer', '{}', 'waiting', '2025-09-20')`,
    rows: 1,
    shows: { record: 1, rule: 'unknown_customer' },
  },
  supplier_contract_ends_soon: {
    sql: `update warehouse.dim_suppliers set contract_end = '2025-10-15' where ${SUPPLIER}`,
    rows: 1,
    shows: { contract_end: '2025-10-15' },
  },
}
