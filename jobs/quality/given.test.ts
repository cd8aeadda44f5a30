import { expect, it } from 'vitest'
import { withGiven } from './given'

const given = {
  run_id: '7',
  now: new Date('2026-01-01T00:00:00Z'),
  today: '2026-01-01',
  time_zone: 'Europe/Berlin',
  currency: 'EUR',
  threshold: 5 as number | null,
}

it('puts typed parameters behind those that are there, each name once', () => {
  const params: unknown[] = ['before']
  expect(withGiven('a > :threshold and b < 1 / :threshold and c = :currency', given, params)).toBe(
    'a > $2::numeric and b < 1 / $2::numeric and c = $3::text',
  )
  expect(params).toEqual(['before', 5, 'EUR'])
})

it('leaves casts and times alone', () => {
  const params: unknown[] = []
  const sql = `x::date, timestamptz '1900-01-01 00:00:00+00', :threshold::integer`
  expect(withGiven(sql, given, params)).toBe(
    `x::date, timestamptz '1900-01-01 00:00:00+00', $1::numeric::integer`,
  )
})

it.each([':treshold', ':constructor'])('refuses %s, which nobody gives', (sql) => {
  expect(() => withGiven(sql, given, [])).toThrow('which it is not given')
})

it('refuses a threshold where the check has none', () => {
  expect(() => withGiven(':threshold', { ...given, threshold: null }, [])).toThrow(':threshold')
})
