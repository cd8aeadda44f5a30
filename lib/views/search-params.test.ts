import { describe, expect, it } from 'vitest'
import { exportHref } from './export'
import { activeFilters, onlyFilters, readViewState, viewHref, viewQuery } from './search-params'

describe('the state in the URL', () => {
  it('falls back to its defaults on nonsense', () => {
    const state = readViewState('?period=ever&from=2026-02-30&compare=x&grain=hour')
    expect(state).toMatchObject({ period: '90d', from: null, compare: 'previous', grain: null })
  })
  it('reads what it wrote, commas and blanks in values included', () => {
    const state = {
      ...readViewState(''),
      category: ['Bikes, used', 'A & B'],
      period: 'custom' as const,
      from: '2026-01-01',
      to: '2026-02-01',
    }
    expect(readViewState(viewQuery(state))).toEqual(state)
  })
  it('leaves defaults out of addresses', () => {
    expect(viewQuery(readViewState(''))).toBe('')
    expect(viewHref('/revenue', readViewState('?compare=none'), { category: ['Bikes'] })).toBe(
      '/revenue?compare=none&category=Bikes',
    )
  })
  it('carries only the filters a page understands', () => {
    const state = readViewState('?category=Bikes&channel=web&brand=')
    expect(activeFilters(onlyFilters(state, ['channel']))).toEqual([{ name: 'channel', values: ['web'] }])
  })
  it('gives an export the state of the screen', () => {
    expect(exportHref('revenue-trend', readViewState('?period=30d'), 'json')).toBe(
      '/api/export/revenue-trend.json?period=30d',
    )
  })
})
