import { describe, expect, it } from 'vitest'
import { safeNext } from './safe-next'

describe('safeNext', () => {
  it('keeps a path of this site with its search', () => {
    expect(safeNext('/revenue?from=2026-01-01&to=2026-03-31')).toBe('/revenue?from=2026-01-01&to=2026-03-31')
  })

  it.each([
    ['//evil.example'],
    ['/\\evil.example'],
    ['/\t/evil.example'],
    ['https://evil.example'],
    ['/..//evil.example'],
    ['javascript:alert(1)'],
    ['sign-in'],
    ['/sign-in?next=/sign-in'],
    [undefined],
    [''],
  ])('sends %j to the first page', (given) => {
    expect(safeNext(given)).toBe('/')
  })
})
