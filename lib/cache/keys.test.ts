import { describe, expect, it } from 'vitest'
import { versionedKey } from './keys'

describe('versionedKey', () => {
  it('gives another key to another load', () => {
    expect(versionedKey(41, 'kpis')).not.toBe(versionedKey(42, 'kpis'))
  })

  it('does not depend on the order of an object’s fields, nor on fields that are undefined', () => {
    const one = versionedKey(1, 'q', { from: '2026-01-01', by: ['month'], where: undefined })
    expect(one).toBe(versionedKey(1, 'q', { by: ['month'], from: '2026-01-01' }))
  })

  it('does not confuse a text with a number or two parts with one', () => {
    const keys = [
      versionedKey(1, 'q', 1),
      versionedKey(1, 'q', '1'),
      versionedKey(1, 'q', 1n),
      versionedKey(1, 'q', 'a', 'b'),
      versionedKey(1, 'q', 'a:b'),
      versionedKey(1, 'q', null),
      versionedKey(1, 'q', 'null'),
    ]
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('stays short however long the filters are', () => {
    expect(versionedKey(1, 'q', 'x'.repeat(10_000)).length).toBeLessThan(100)
  })
})
