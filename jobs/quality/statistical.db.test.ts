import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { checks } from '../checks'
import { evaluate, type Finding } from './evaluate'

/**
 * Statistical checks against numbers worked out by hand. The shop sells 10 orders for 100.00 a day, in two
 * channels; the newest day is 2025-06-30 (a Monday) and not over, so 2025-06-29 is the last complete one.
 */
let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  await db.pool.query(`insert into warehouse.dim_dates
    select to_char(d, 'YYYYMMDD')::integer, d, 2025, 1, 1, 1, 2025, 1, d, d, extract(isodow from d), '', '', 2025, 1, 1, false, false, null, true
    from generate_series('2025-01-01'::timestamp, '2025-12-31', '1 day') d`)
})
beforeEach(async () => {
  await db.pool.query(
    'truncate warehouse.sales_daily, pipeline.source_files, pipeline.warehouse_version restart identity',
  )
  await sell(70)
})
afterAll(() => db.close())

/** `days` days up to the newest. */
async function sell(days: number) {
  await db.pool.query(
    `insert into warehouse.sales_daily select to_char(d, 'YYYYMMDD')::integer, c.channel, 'DE', 'EUR', c.type, '(none)', c.orders, c.orders, c.orders,
       c.gross, c.gross * 0.1, 0, 0, 0, c.gross * 0.5, c.gross * 0.05, 0, 0, 0, 0, 0, 0, 0
     from generate_series('2025-06-30'::date - $1::integer + 1, '2025-06-30', '1 day') d,
       (values ('web', 'new', 6, 60), ('store', 'guest', 4, 40)) c (channel, type, orders, gross)
     on conflict do nothing`,
    [days],
  )
}

const set = (change: string, days: string) =>
  db.pool.query(`update warehouse.sales_daily set ${change} where date_key ${days}`)
const LAST_DAY = '= 20250629'
const LAST_WEEK = 'between 20250623 and 20250629'

async function ask(name: string, threshold?: number): Promise<Finding> {
  const check = checks().filter((one) => one.name === name)
  const given = {
    run_id: '100',
    now: new Date('2025-07-01T02:00:00Z'),
    today: '2025-07-01',
    time_zone: 'UTC',
    currency: 'EUR',
  }
  const found: Finding[] = []
  const own = check[0]?.threshold?.value ?? null
  // A pool will do: a check is one statement.
  for await (const some of evaluate(db.pool, check, given, () => threshold ?? own)) found.push(...some)
  if (!found[0]) throw new Error(`no check ${name}`)
  return found[0]
}

describe('a day against the eight same weekdays before', () => {
  // Four Sundays of 100 and four of 200: their median is 150, a fifth of it 30, five times it 750.
  beforeEach(() => set('gross = gross * 2', 'in (20250622, 20250615, 20250608, 20250601)'))

  it.each([
    [30, 0],
    [29.98, 1],
    [750, 0],
    [750.02, 1],
  ])('gross sales of %d give %i row', async (gross, rows) => {
    await set(`gross = ${gross} / 2.0`, LAST_DAY)
    const finding = await ask('revenue_like_same_weekday')
    expect([finding.failing, finding.note]).toEqual([rows, null])
    if (rows > 0) expect(finding.sample).toEqual([{ date: '2025-06-29', gross, usual: 150 }])
  })

  it('takes the threshold of the shop', async () => {
    await set('gross = gross * 3', LAST_DAY)
    expect((await ask('revenue_like_same_weekday')).failing).toBe(0)
    expect((await ask('revenue_like_same_weekday', 1.9)).failing).toBe(1)
  })

  it('passes with too little history, and says so', async () => {
    await db.pool.query('truncate warehouse.sales_daily')
    await sell(56)
    await set('gross = 0', LAST_DAY)
    expect(await ask('revenue_like_same_weekday')).toMatchObject({
      failing: 0,
      sample: [],
      note: 'too little history: 7 of 8 same weekdays',
    })
    await sell(58)
    expect((await ask('revenue_like_same_weekday')).failing).toBe(1)
  })

  it('passes on an empty warehouse', async () => {
    await db.pool.query('truncate warehouse.sales_daily')
    expect((await ask('revenue_like_same_weekday')).note).toBe('too little history: 0 of 8 same weekdays')
  })
})

describe('the last week against the four before', () => {
  it.each([
    // 10 % before, so 25 % are the 15 points that are allowed
    ['discount_share_like_before', 'discounts = gross * 0.25', 0],
    ['discount_share_like_before', 'discounts = gross * 0.26', 1],
    // 5 % returned before, 20 points allowed
    ['return_share_like_before', 'returns = gross * 0.25', 0],
    ['return_share_like_before', 'returns = gross * 0.26', 1],
    // 10.00 an order before
    ['order_value_like_before', 'gross = gross * 2', 0],
    ['order_value_like_before', 'gross = gross * 2.01', 1],
    ['order_value_like_before', 'gross = gross * 0.49', 1],
    // Cost is known of 50 of 90 net, 55.6 %; 41 % is 14.6 points less, 40 % is 15.6
    ['cost_known_like_before', 'costed_net = gross * 0.9 * 0.41', 0],
    ['cost_known_like_before', 'costed_net = gross * 0.9 * 0.40', 1],
    // 40 % guests before: 13 of 20 are 65 %, 2 of 3 are 66.7 %
    ['guest_share_like_before', `orders = case customer_type when 'guest' then 13 else 7 end`, 0],
    ['guest_share_like_before', `orders = case customer_type when 'guest' then 14 else 7 end`, 1],
    // 60 % first orders before: 9 of 10 are the 30 points that are allowed
    ['new_customer_share_like_before', `orders = case customer_type when 'new' then 9 else 1 end`, 0],
    ['new_customer_share_like_before', `orders = case customer_type when 'new' then 10 else 1 end`, 1],
    // 60 : 40 before: 85 : 15 is 25 points off, 86 : 14 one more on both sides
    ['channel_mix_like_before', `orders = case channel when 'web' then 85 else 15 end`, 0],
    ['channel_mix_like_before', `orders = case channel when 'web' then 86 else 14 end`, 2],
  ])('%s, when %s: %i', async (name, change, rows) => {
    await set(change, LAST_WEEK)
    expect(await ask(name)).toMatchObject({ failing: rows, note: null })
  })

  it('shows both shares', async () => {
    await set('discounts = gross * 0.26', LAST_WEEK)
    expect((await ask('discount_share_like_before')).sample).toEqual([
      { last_week: 26, four_weeks_before: 10 },
    ])
  })

  it('passes with too few days or orders, and says so', async () => {
    await db.pool.query('truncate warehouse.sales_daily')
    await sell(35)
    await set('discounts = gross', LAST_WEEK)
    expect(await ask('discount_share_like_before')).toMatchObject({
      failing: 0,
      note: 'too little history: 27 of 28 days before the last week',
    })
    await sell(36)
    await set('orders = 1', LAST_WEEK)
    expect((await ask('channel_mix_like_before')).note).toBe(
      'too few orders to compare: 14 in the last week, 280 in the four weeks before',
    )
  })
})

it('a day without orders counts only in a shop that sells every day', async () => {
  await set('orders = 0', '= 20250610')
  expect(await ask('no_day_without_orders')).toMatchObject({
    failing: 1,
    sample: [{ date: '2025-06-10', usual_orders: 10 }],
  })
  expect(await ask('no_day_without_orders', 11)).toMatchObject({
    failing: 0,
    note: 'too few orders a day to tell: usually 10',
  })
})

describe('a load against those before', () => {
  const load = async (runId: number, rows: number, quarantined = 0) => {
    if (runId !== 100)
      await db.pool.query(
        'insert into pipeline.warehouse_version (version, run_id, epoch, published_at) values ($1::integer, $1::integer, 1, now())',
        [runId],
      )
    await db.pool.query(
      `insert into pipeline.source_files (sha256, name, size_bytes, archive_path, arrived_at, effective_at, run_id, status, entity,
         header, unknown_columns, rows_read, rows_quarantined) values (lpad($1, 64, '0'), 'f.csv', 1, 'a', now(), now(), $2, 'loaded', 'orders', '{}', '{}', $3, $4)`,
      [String(runId), runId, rows, quarantined],
    )
  }

  // The median of 100, 200 and 300 is 200: a tenth is 20, ten times 2,000.
  it.each([
    [20, 0],
    [19, 1],
    [2000, 0],
    [2001, 1],
  ])('%i rows after 100, 200 and 300 give %i', async (rows, failing) => {
    await load(1, 100)
    await load(2, 300)
    await load(3, 200)
    await load(100, rows)
    const finding = await ask('rows_read_like_before')
    expect(finding.failing).toBe(failing)
    if (failing > 0) expect(finding.sample).toEqual([{ entity: 'orders', rows, usual: 200 }])
  })

  it('needs three of them', async () => {
    await load(1, 100)
    await load(2, 100)
    await load(100, 1_000_000)
    expect(await ask('rows_read_like_before')).toMatchObject({
      failing: 0,
      note: 'too little history: 2 of 3 earlier loads with orders',
    })
  })

  it('looks at the five before, not at older ones', async () => {
    for (let run = 1; run <= 5; run++) await load(run, 1_000_000)
    for (let run = 6; run <= 10; run++) await load(run, 100)
    await load(100, 100)
    expect((await ask('rows_read_like_before')).failing).toBe(0)
  })

  // 2 of 200 rows were kept aside before, 1 %; 3 points more are allowed.
  it.each([
    [4, 0],
    [5, 1],
  ])('%i of 100 rows kept aside after 1 of 100 give %i', async (quarantined, failing) => {
    await load(1, 200, 2)
    await load(100, 100, quarantined)
    expect((await ask('quarantine_share_like_before')).failing).toBe(failing)
  })

  it.each([
    [5, 5, 0],
    [6, 5, 1],
    [10, 10, 0],
  ])(
    '%i quarantined of 100 rows at a threshold of %i percent give %i',
    async (quarantined, threshold, failing) => {
      await load(100, 100, quarantined)
      expect((await ask('quarantine_rate', threshold)).failing).toBe(failing)
    },
  )
})
