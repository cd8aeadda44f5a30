import { describe, expect, it } from 'vitest'
import {
  expectedPurchases,
  fitBgNbd,
  groupHistories,
  logLikelihood,
  probabilityAlive,
  totalLogLikelihood,
} from './bg-nbd'
import {
  expectedValue,
  fitGammaGamma,
  gammaGammaLogLikelihood,
  populationMean,
  totalGammaGammaLogLikelihood,
} from './gamma-gamma'
import { hypergeometric, lnGamma } from './special'

/** The fit of the paper to the CDNOW customers. */
const cdnow = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }

/** Deterministic numbers in [0, 1). */
function generator(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

describe('special functions', () => {
  it('agree with known values', () => {
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
    expect(lnGamma(11)).toBeCloseTo(Math.log(3628800), 11)
    expect(hypergeometric(1, 1, 2, 0.5)).toBeCloseTo(2 * Math.log(2), 12) // −ln(1−z)/z
    expect(hypergeometric(0.5, 1, 1.5, 0.25)).toBeCloseTo(Math.atanh(0.5) / 0.5, 12)
  })
})

describe('BG/NBD', () => {
  it('gives the published expectations', () => {
    expect(expectedPurchases(cdnow, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3)
    expect(expectedPurchases(cdnow, { x: 26, tx: 30.857, T: 31 }, 52)).toBeCloseTo(25.757, 2)
    // The published 1.444 was computed with more digits of the parameters; the rounded ones give 1.446.
    expect(Math.abs(expectedPurchases(cdnow, { x: 0, tx: 0, T: 0 }, 52) - 1.444)).toBeLessThan(0.003)
  })

  it('gives the published probability of being alive, and 1 without a repeat purchase', () => {
    expect(probabilityAlive(cdnow, { x: 26, tx: 30.857, T: 31 })).toBeCloseTo(0.96885, 5)
    expect(probabilityAlive(cdnow, { x: 0, tx: 0, T: 40 })).toBe(1)
  })

  it('keeps the log-likelihood finite and right for many purchases', () => {
    const model = { r: 0.25, alpha: 4, a: 0.8, b: 2.5 }
    expect(logLikelihood(model, { x: 0, tx: 0, T: 40 })).toBeCloseTo(-0.25 * Math.log(11), 12) // published as −0.59948
    expect(logLikelihood(model, { x: 200, tx: 38, T: 40 })).toBeCloseTo(100.7957, 4)
    expect(Number.isFinite(logLikelihood(model, { x: 5000, tx: 39, T: 40 }))).toBe(true)
  })

  it('is the same for many customers at once as one by one', () => {
    const model = { r: 0.6, alpha: 5, a: 0.7, b: 3 }
    const random = generator(11)
    const histories = Array.from({ length: 300 }, (_, i) => {
      const x = i % 7 === 0 ? 0 : Math.floor(random() * 40)
      const T = Math.floor(random() * 700) / 7 + 1
      return { x, tx: x === 0 ? 0 : T * random(), T, customers: 1 + (i % 3) }
    })
    const alone = histories.reduce((sum, h) => sum + h.customers * logLikelihood(model, h), 0)
    expect(totalLogLikelihood(histories)(model)).toBeCloseTo(alone, 6)
    const spends = histories.filter((h) => h.x > 0).map((h) => ({ x: h.x, mean: h.T * 3 + 1 }))
    const value = { p: 2, q: 3.1, v: 40 }
    const each = spends.reduce((sum, s) => sum + gammaGammaLogLikelihood(value, s), 0)
    expect(totalGammaGammaLogLikelihood(spends)(value)).toBeCloseTo(each, 6)
  })

  it('finds the parameters that made the customers', async () => {
    const random = generator(7)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    /** Marsaglia & Tsang. */
    const gamma = (shape: number): number => {
      if (shape < 1) return gamma(shape + 1) * (1 - random()) ** (1 / shape)
      const d = shape - 1 / 3
      for (;;) {
        const n = normal()
        const v = (1 + n / Math.sqrt(9 * d)) ** 3
        if (v > 0 && Math.log(1 - random()) < 0.5 * n * n + d - d * v + d * Math.log(v)) return d * v
      }
    }
    const histories = Array.from({ length: 20_000 }, () => {
      const rate = gamma(0.8) / 6
      const [u, w] = [gamma(1.2), gamma(3)]
      const dropout = u / (u + w)
      let [x, tx] = [0, 0]
      for (let t = 0; ; ) {
        t += -Math.log(1 - random()) / rate
        if (t > 52) break
        x++
        tx = t
        if (random() < dropout) break
      }
      return { x, tx: Math.round(tx * 7) / 7, T: 52 }
    })
    const { model, converged } = await fitBgNbd(groupHistories(histories))
    expect(converged).toBe(true)
    expect(model.r).toBeCloseTo(0.8, 0.5)
    expect(model.alpha / 6).toBeGreaterThan(0.85)
    expect(model.alpha / 6).toBeLessThan(1.15)
    expect(model.a / (model.a + model.b)).toBeCloseTo(1.2 / 4.2, 1)
  }, 60_000)
})

describe('Gamma-Gamma', () => {
  // p·v/(q−1) of these rounded parameters is 35.22; the published 35.17 came from more digits.
  it('gives the published population mean within the rounding of its parameters', () => {
    expect(Math.abs((populationMean({ p: 6.25, q: 3.74, v: 15.44 }) ?? 0) - 35.17)).toBeLessThan(0.06)
  })

  it('draws a customer with few purchases towards the population, one with many less', () => {
    const model = { p: 6.25, q: 3.74, v: 15.44 }
    const few = expectedValue(model, { x: 1, mean: 100 })
    const many = expectedValue(model, { x: 50, mean: 100 })
    expect(few).toBeLessThan(many)
    expect(many).toBeGreaterThan(98)
    expect(few).toBeGreaterThan(35)
  })

  it('fits a population whose mean is known', async () => {
    const random = generator(3)
    const spends = Array.from({ length: 4000 }, () => ({
      x: 1 + Math.floor(random() * 6),
      mean: 20 + 60 * random(),
    }))
    const { model, converged } = await fitGammaGamma(spends)
    expect(converged).toBe(true)
    const mean = spends.reduce((sum, s) => sum + s.mean, 0) / spends.length
    expect(Math.abs((populationMean(model) ?? 0) / mean - 1)).toBeLessThan(0.05)
  })
})
