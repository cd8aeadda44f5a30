import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { breaks } from '@/tests/helpers/broken-warehouse'
import { cleanWarehouse, findingsAfter } from '@/tests/helpers/checked-warehouse'
import type { TestWarehouse } from '@/tests/helpers/pipeline'
import { checkCatalogue, checks } from './checks'
import { SAMPLE_ROWS } from './quality/evaluate'

let shop: TestWarehouse
beforeAll(async () => {
  shop = await cleanWarehouse()
}, 120_000)
afterAll(() => shop?.close())

it('every check passes on a clean shop', async () => {
  const found = await findingsAfter(shop, 'select 1')
  expect([...found.values()].filter(({ failing }) => failing > 0)).toEqual([])
})

it.each([0, 0.5, 1_000_000])('no check breaks down at a threshold of %d', async (threshold) => {
  const found = await findingsAfter(shop, 'select 1', undefined, threshold)
  expect(found.size).toBe(checkCatalogue().length)
})

describe('each check fails on data made wrong', () => {
  it('is shown for every check, and for none that is gone', () => {
    expect(Object.keys(breaks).sort()).toEqual(checks().map(({ name }) => name))
  })

  it.each(Object.entries(breaks))('%s', async (name, { sql, rows, shows }) => {
    const finding = (await findingsAfter(shop, sql, [name])).get(name)
    if (rows === undefined) expect(finding?.failing).toBeGreaterThan(0)
    else expect(finding?.failing).toBe(rows)
    expect(finding?.sample.length).toBe(Math.min(finding?.failing ?? 0, SAMPLE_ROWS))
    if (shows) expect(finding?.sample[0]).toMatchObject(shows)
    expect(finding?.note).toBeNull()
  })
})
