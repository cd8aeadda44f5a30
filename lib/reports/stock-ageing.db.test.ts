import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { stockAgeing } from './stock-ageing'

let db: TestDatabase

/** Two products. P1: 10 in at 2.00 long ago, 8 in at 3.00 lately, 11 out. P2: 5 on hand that nothing accounts for. */
beforeAll(async () => {
  db = await testDatabase()
  await db.pool.query(`
    insert into warehouse.dim_dates
    select to_char(d, 'YYYYMMDD')::integer, d, extract(year from d), extract(quarter from d), extract(month from d),
      extract(day from d), extract(isoyear from d), extract(week from d), date_trunc('week', d), date_trunc('month', d),
      extract(isodow from d), to_char(d, 'FMDay'), to_char(d, 'FMMonth'), extract(year from d), extract(quarter from d),
      extract(month from d), extract(isodow from d) > 5, false, null, extract(isodow from d) < 6
    from generate_series('2026-01-01'::timestamp, '2026-12-31', '1 day') d;
    insert into warehouse.dim_products (product_key, product_id, product_name, list_price, effective_at, valid_from, valid_to,
      is_current, source_file_id, source_row)
    select n, 'P' || n, 'Product ' || n, 10, now(), '1900-01-01', '9999-12-31', true, 1, n from generate_series(1, 2) n;
    create table partitions.movements_all partition of warehouse.inventory_movements default;
    insert into warehouse.inventory_movements (date_key, movement_id, product_key, moved_at, movement_type, quantity, unit_cost,
      source_file_id, source_row)
    values (20260101, 'M1', 1, '2026-01-01', 'receipt', 10, 2, 1, 1), (20260601, 'M2', 1, '2026-06-01', 'receipt', 8, 3, 1, 2),
      (20260610, 'M3', 1, '2026-06-10', 'sale', -11, null, 1, 3);
    insert into warehouse.inventory_daily (date_key, product_id, received, sold, returned, adjusted, transferred, written_off,
      on_hand, average_cost, stock_value, fifo_value)
    values (20260101, 'P1', 10, 0, 0, 0, 0, 0, 10, 2, 20, 20), (20260601, 'P1', 8, 0, 0, 0, 0, 0, 18, 2.444444, 44, 44),
      (20260610, 'P1', 0, -11, 0, 0, 0, 0, 7, 2.444444, 17.11, 21), (20260601, 'P2', 0, 0, 0, 5, 0, 0, 5, 4, 20, 20)`)
})
afterAll(() => db.close())

it('takes what is left to be what came in last', async () => {
  expect(await stockAgeing('2026-06-20', db.pool)).toEqual([
    { upTo: 30, units: 7, value: '21.00' },
    { upTo: null, units: 5, value: '20.00' },
  ])
})

it('ages with the day it is asked for, and knows only what had moved by then', async () => {
  expect(await stockAgeing('2026-12-31', db.pool)).toContainEqual({ upTo: 365, units: 7, value: '21.00' })
  expect(await stockAgeing('2026-06-05', db.pool)).toEqual([
    { upTo: 30, units: 8, value: '24.00' },
    { upTo: 180, units: 10, value: '20.00' },
    { upTo: null, units: 5, value: '20.00' },
  ])
})
