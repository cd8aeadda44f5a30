import { describe, expect, it } from 'vitest'
import { versionedKey } from './keys'

const load = { version: 1, publishedAt: '2026-11-23 10:00:00+00' }

describe('versionedKey', () => {
  it('gives another key to another load', () => {
    expect(versionedKey({ ...load, version: 41 }, 'kpis')).not.toBe(
      versionedKey({ ...load, version: 42 }, 'kpis'),
    )
  })

  it('tells two warehouses apart whose loads have the same number', () => {
    expect(versionedKey(load, 'kpis')).not.toBe(
      versionedKey({ ...load, publishedAt: '2026-11-24 10:00:00+00' }, 'kpis'),
    )
  })

  it('does not depend on the order of an object’s fields, nor on fields that are undefined', () => {
    const one = versionedKey(load, 'q', { from: '2026-01-01', by: ['month'], where: undefined })
    expect(one).toBe(versionedKey(load, 'q', { by: ['month'], from: '2026-01-01' }))
  })

  it('does not confuse a text with a number or two parts with one', () => {
    const keys = [
      versionedKey(load, 'q', 1),
      versionedKey(load, 'q', '1'),
      versionedKey(load, 'q', 1n),
      versionedKey(load, 'q', 'a', 'b'),
      versionedKey(load, 'q', 'a:b'),
      versionedKey(load, 'q', null),
      versionedKey(load, 'q', 'null'),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('stays short however long the filters are', () => {
    expect(versionedKey(load, 'q', 'x'.repeat(10_000)).length).toBeLessThan(100)
  })
})
