import { expect, it } from 'vitest'
import type { Lifetime } from '@/lib/clv/lifetime'
import { summarise } from './reports'

const fitted: Lifetime = {
  kind: 'fitted',
  asOf: '2025-12-31',
  customers: 2,
  repeatCustomers: 1,
  distinctHistories: 2,
  bgNbd: { r: 1, alpha: 2, a: 3, b: 4, logLikelihood: -5 },
  gammaGamma: { p: 1, q: 2, v: 3, logLikelihood: -4, populationMean: 20 },
  holdout: null,
  predictions: [
    { customerId: 'a', probabilityAlive: 0.5, purchases: 2, value: 40 },
    { customerId: 'b', probabilityAlive: 1, purchases: 1, value: 20 },
  ],
}

it('adds predictions up and keeps those of the customers shown', () => {
  expect(summarise(fitted, new Set(['b', 'c']))).toMatchObject({
    alive: 1.5,
    purchases: 3,
    value: 60,
    top: [{ customerId: 'b' }],
  })
})

it('has no value without a value model', () => {
  const worthless = {
    ...fitted,
    gammaGamma: null,
    predictions: fitted.predictions.map((one) => ({ ...one, value: null })),
  }
  expect(summarise(worthless, new Set())).toMatchObject({ purchases: 3, value: null, top: [] })
})

it('hands a fallback on with its reason', () => {
  const none: Lifetime = {
    kind: 'fallback',
    asOf: '2025-12-31',
    customers: 1,
    repeatCustomers: 0,
    reason: 'Few.',
  }
  expect(summarise(none, new Set())).toEqual(none)
})
