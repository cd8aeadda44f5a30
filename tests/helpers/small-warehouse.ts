import type pg from 'pg'

/**
 * A warehouse of a few orders put in by plain inserts, small enough to work every figure out by hand, and its
 * marts filled from the facts by SQL of its own (not the pipeline's). Times are UTC, the store is in Berlin.
 */
export async function fillSmallWarehouse(db: Pick<pg.Pool, 'query'>): Promise<void> {
  await db.query(DIMENSIONS)
  for (const fact of ['fact_orders', 'fact_sales', 'fact_refunds', 'inventory_movements'])
    await db.query(`create table partitions.${fact}_all partition of warehouse.${fact} default`)
  await db.query(FACTS)
  await fillMarts(db)
  await db.query(`
    insert into pipeline.runs (status, trigger, inbox_dir) values ('published', 'cli', '/inbox');
    insert into pipeline.warehouse_version (version, run_id, epoch, published_at, first_date, last_date)
    select 1, max(id), 1, '2026-03-10T12:00:00Z', '2026-01-05', '2026-02-20' from pipeline.runs`)
}

const LONG_AGO = `'1900-01-01Z'`
const ALWAYS = `'9999-12-31Z'`

const DIMENSIONS = `
insert into warehouse.dim_dates
select to_char(d, 'YYYYMMDD')::integer, d, extract(year from d), extract(quarter from d), extract(month from d),
  extract(day from d), extract(isoyear from d), extract(week from d), date_trunc('week', d), date_trunc('month', d),
  extract(isodow from d), to_char(d, 'FMDay'), to_char(d, 'FMMonth'), extract(year from d), extract(quarter from d),
  extract(month from d), extract(isodow from d) > 5, false, null, extract(isodow from d) < 6
from generate_series('2025-01-01'::timestamp, '2026-12-31', '1 day') d;

insert into warehouse.dim_suppliers (supplier_key, supplier_id, supplier_name, contract_status, lead_time_days, effective_at, source_file_id, source_row)
values (1, 'S1', 'Leaf & Co', 'active', 9, now(), 1, 1);

insert into warehouse.dim_products (product_key, product_id, product_name, category, brand, supplier_key, unit_cost, list_price,
  effective_at, valid_from, valid_to, is_current, source_file_id, source_row)
values
  (1, 'P1', 'Green tea', 'Tea', 'Leaf', 1, 4, 10, ${LONG_AGO}, ${LONG_AGO}, '2026-02-01Z', false, 1, 1),
  (2, 'P1', 'Green tea', 'Drinks', 'Leaf', 1, 5, 11, '2026-02-01Z', '2026-02-01Z', ${ALWAYS}, true, 1, 2),
  (3, 'P2', 'Mug', null, null, null, null, 5, ${LONG_AGO}, ${LONG_AGO}, ${ALWAYS}, true, 1, 3);

insert into warehouse.dim_customers (customer_key, customer_id, segment, effective_at, valid_from, valid_to, is_current, source_file_id, source_row)
values
  (1, 'C1', 'basic', ${LONG_AGO}, ${LONG_AGO}, '2026-02-01Z', false, 1, 1),
  (2, 'C1', 'gold', '2026-02-01Z', '2026-02-01Z', ${ALWAYS}, true, 1, 2),
  (3, 'C2', null, ${LONG_AGO}, ${LONG_AGO}, ${ALWAYS}, true, 1, 3);`

// O6 is cancelled and O8 has no line: neither counts anywhere.
const FACTS = `
insert into warehouse.fact_orders (order_id, date_key, customer_key, ordered_at, hour, status, channel, currency, fx_rate, ship_country,
  lines, units, gross, discount, net, shipping, tax, total, customer_type, is_first_order, source_file_id, source_row)
values
  ('O1', 20260105, 1, '2026-01-05 09:00Z', 10, 'paid',      'web',   'EUR', 1,   'DE', 2, 3, 25, 1, 24, 4, 3,   31,   'new',       true,  2, 1),
  ('O2', 20260120, 1, '2026-01-20 22:00Z', 23, 'completed', null,    'USD', 0.9, 'FR', 1, 1, 12, 2, 10, 0, 1.5, 11.5, 'returning', false, 2, 2),
  ('O3', 20260210, 2, '2026-02-10 09:30Z', 10, 'refunded',  'web',   'EUR', 1,   'DE', 1, 3, 33, 0, 33, 5, 2,   40,   'returning', false, 2, 3),
  ('O4', 20260215, 0, '2026-02-15 17:00Z', 18, 'shipped',   'store', 'EUR', 1,   null, 1, 4, 20, 4, 16, 0, 0,   16,   'guest',     false, 2, 4),
  ('O5', 20260220, 3, '2026-02-20 11:00Z', 12, 'paid',      'web',   'EUR', 1,   'DE', 2, 3, 21, 0, 21, 1, 1,   23,   'new',       true,  2, 5),
  ('O6', 20260221, 3, '2026-02-21 11:00Z', 12, 'cancelled', 'web',   'EUR', 1,   'DE', 1, 5, 55, 0, 55, 7, 7,   69,   'returning', false, 2, 6),
  ('O8', 20260222, 3, '2026-02-22 11:00Z', 12, 'paid',      'web',   'EUR', 1,   'DE', 0, 0, 0,  0, 0,  9, 0,   9,    'returning', false, 2, 8);

insert into warehouse.fact_sales (date_key, order_id, line_number, product_key, customer_key, status, channel, currency, ship_country,
  customer_type, quantity, unit_price, gross, discount, net, unit_cost, cost, profit, source_file_id, source_row)
values
  (20260105, 'O1', 1, 1, 1, 'paid',      'web',   'EUR', 'DE', 'new',       2, 10,     20, 1, 19, 4,    8,    11,   3, 1),
  (20260105, 'O1', 2, 3, 1, 'paid',      'web',   'EUR', 'DE', 'new',       1, 5,      5,  0, 5,  null, null, null, 3, 2),
  (20260120, 'O2', 1, 1, 1, 'completed', null,    'USD', 'FR', 'returning', 1, 13.3333, 12, 2, 10, 4,    4,    6,    3, 3),
  (20260210, 'O3', 1, 2, 2, 'refunded',  'web',   'EUR', 'DE', 'returning', 3, 11,     33, 0, 33, 5,    15,   18,   3, 4),
  (20260215, 'O4', 1, 3, 0, 'shipped',   'store', 'EUR', null, 'guest',     4, 5,      20, 4, 16, null, null, null, 3, 5),
  (20260220, 'O5', 1, 2, 3, 'paid',      'web',   'EUR', 'DE', 'new',       1, 11,     11, 0, 11, 5,    5,    6,    3, 6),
  (20260220, 'O5', 2, 3, 3, 'paid',      'web',   'EUR', 'DE', 'new',       2, 5,      10, 0, 10, null, null, null, 3, 7),
  (20260221, 'O6', 1, 2, 3, 'cancelled', 'web',   'EUR', 'DE', 'returning', 5, 11,     55, 0, 55, 5,    25,   30,   3, 8);

-- R1 came back at half past midnight in Berlin, which is still the evening before in UTC.
insert into warehouse.fact_refunds (date_key, order_id, refund_id, order_date_key, line_number, product_key, customer_key, refunded_at,
  status, channel, currency, ship_country, customer_type, quantity, amount_original, amount, cost, restocked, source_file_id, source_row)
values
  (20260203, 'O1', 'R1', 20260105, 1, 1, 1, '2026-02-02 23:30Z', 'paid',     'web',   'EUR', 'DE', 'new',       1, 9.5, 9.5, 4,    true,  4, 1),
  (20260302, 'O3', 'R2', 20260210, 1, 2, 2, '2026-03-02 10:00Z', 'refunded', 'web',   'EUR', 'DE', 'returning', 3, 33,  33,  0,    false, 4, 2),
  (20260215, 'O4', 'R3', 20260215, 1, 3, 0, '2026-02-15 18:00Z', 'shipped',  'store', 'EUR', null, 'guest',     1, 4,   4,   null, false, 4, 3);`

/** Fills the sales marts and customer_value from the facts: every event becomes a row of the mart, then all are added up. */
export async function fillMarts(db: Pick<pg.Pool, 'query'>): Promise<void> {
  const sold = (alias: string) => `${alias}.status = any('{paid,shipped,completed,refunded}')`
  const measures = `sum(e.lines) lines, sum(e.units) units, sum(e.gross) gross, sum(e.discounts) discounts,
    sum(e.cost) cost, sum(e.costed_net) costed_net, sum(e.r) returns, sum(e.ru) returned_units, sum(e.rc) returned_cost,
    sum(e.cr) costed_returns, sum(e.o) returns_by_order_date, sum(e.ou) returned_units_by_order_date,
    sum(e.oc) returned_cost_by_order_date, sum(e.co) costed_returns_by_order_date`
  await db.query(`
    create temporary view line_events as
    select date_key, order_id, product_key, customer_key, channel, ship_country, currency, customer_type, 1 lines, quantity units, gross,
      discount discounts, coalesce(cost, 0) cost, case when cost is null then 0 else net end costed_net,
      0.0 r, 0 ru, 0.0 rc, 0.0 cr, 0.0 o, 0 ou, 0.0 oc, 0.0 co
    from warehouse.fact_sales s where ${sold('s')}
    union all
    select date_key, order_id, product_key, customer_key, channel, ship_country, currency, customer_type, 0, 0, 0, 0, 0, 0,
      amount, quantity, coalesce(cost, 0), case when cost is null then 0 else amount end, 0, 0, 0, 0
    from warehouse.fact_refunds f where ${sold('f')}
    union all
    select order_date_key, order_id, product_key, customer_key, channel, ship_country, currency, customer_type, 0, 0, 0, 0, 0, 0,
      0, 0, 0, 0, amount, quantity, coalesce(cost, 0), case when cost is null then 0 else amount end
    from warehouse.fact_refunds f where ${sold('f')};

    insert into warehouse.product_daily (date_key, product_key, lines, units, gross, discounts, cost, costed_net, returns, returned_units,
      returned_cost, costed_returns, returns_by_order_date, returned_units_by_order_date, returned_cost_by_order_date, costed_returns_by_order_date)
    select e.date_key, e.product_key, ${measures} from line_events e group by 1, 2;

    insert into warehouse.sales_daily (date_key, channel, ship_country, currency, customer_type, segment, lines, units, gross, discounts,
      cost, costed_net, returns, returned_units, returned_cost, costed_returns, returns_by_order_date, returned_units_by_order_date,
      returned_cost_by_order_date, costed_returns_by_order_date, orders, shipping, taxes)
    select e.date_key, coalesce(e.channel, '(none)'), coalesce(e.ship_country::text, '(none)'), e.currency, e.customer_type,
      coalesce(c.segment, '(none)'), ${measures}, 0, 0, 0
    from line_events e join warehouse.dim_customers c using (customer_key) group by 1, 2, 3, 4, 5, 6;

    update warehouse.sales_daily m set orders = f.orders, shipping = f.shipping, taxes = f.taxes
    from (
      select o.date_key, coalesce(o.channel, '(none)') channel, coalesce(o.ship_country::text, '(none)') country, o.currency,
        o.customer_type, coalesce(c.segment, '(none)') segment, count(*) orders, sum(o.shipping) shipping, sum(o.tax) taxes
      from warehouse.fact_orders o join warehouse.dim_customers c using (customer_key)
      where ${sold('o')} and exists (select from warehouse.fact_sales s where s.order_id = o.order_id)
      group by 1, 2, 3, 4, 5, 6
    ) f
    where (m.date_key, m.channel, m.ship_country, m.currency, m.customer_type, m.segment)
      = (f.date_key, f.channel, f.country, f.currency, f.customer_type, f.segment);

    insert into warehouse.customer_value
    select c.customer_id, max(c.customer_key) filter (where c.is_current), date_trunc('month', min(o.ordered_at)), min(o.ordered_at),
      max(o.ordered_at), min(o.date_key), max(o.date_key), count(*), count(distinct o.date_key), sum(o.units), sum(o.gross),
      sum(o.discount), 0, 0, 0
    from (
      select o.*, k.customer_id from warehouse.fact_orders o join warehouse.dim_customers k using (customer_key)
      where ${sold('o')} and o.lines > 0 and k.customer_id is not null
    ) o join warehouse.dim_customers c on c.customer_id = o.customer_id and c.is_current
    group by c.customer_id;

    update warehouse.customer_value v set returns = f.amount, returned_cost = f.cost
    from (select k.customer_id, sum(r.amount) amount, coalesce(sum(r.cost), 0) cost
      from warehouse.fact_refunds r join warehouse.dim_customers k using (customer_key) group by 1) f
    where f.customer_id = v.customer_id;
    update warehouse.customer_value v set cost = f.cost
    from (select k.customer_id, coalesce(sum(s.cost), 0) cost
      from warehouse.fact_sales s join warehouse.dim_customers k using (customer_key) where ${sold('s')} group by 1) f
    where f.customer_id = v.customer_id;
    drop view line_events`)
}
