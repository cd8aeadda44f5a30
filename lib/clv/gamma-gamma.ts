import { minimise } from './minimise'
import { lnGamma } from './special'

/**
 * Gamma-Gamma: Fader & Hardie (2013), The Gamma-Gamma model of monetary value. A customer's purchases are worth
 * gamma(p, ν) each, and ν is drawn from gamma(q, v) over the customers.
 */
export interface GammaGamma {
  p: number
  q: number
  v: number
}

/** One customer's x repeat purchases of `mean` value each, in the reporting currency. */
export interface Spend {
  x: number
  mean: number
}

export function gammaGammaLogLikelihood({ p, q, v }: GammaGamma, { x, mean }: Spend): number {
  const px = p * x
  return (
    lnGamma(px + q) -
    lnGamma(px) -
    lnGamma(q) +
    q * Math.log(v) +
    (px - 1) * Math.log(mean) +
    px * Math.log(x) -
    (px + q) * Math.log(v + mean * x)
  )
}

/** Mean value of a purchase over all customers: p·v / (q − 1); undefined when q ≤ 1. */
export function populationMean({ p, q, v }: GammaGamma): number | undefined {
  return q > 1 ? (p * v) / (q - 1) : undefined
}

/** Expected value of a purchase of a customer: the customer's own mean, drawn towards the population's. */
export function expectedValue({ p, q, v }: GammaGamma, { x, mean }: Spend): number {
  return (p * (v + x * mean)) / (p * x + q - 1)
}

export interface GammaGammaFit {
  model: GammaGamma
  logLikelihood: number
  converged: boolean
}

/**
 * The log-likelihood of many customers as a function of the model: gamma functions once for each distinct x, one
 * logarithm for each customer.
 */
export function totalGammaGammaLogLikelihood(spends: readonly Spend[]): (model: GammaGamma) => number {
  const counts = new Map<number, number>()
  let logMeans = 0
  let weightedLogMeans = 0
  for (const { x, mean } of spends) {
    counts.set(x, (counts.get(x) ?? 0) + 1)
    logMeans += Math.log(mean)
    weightedLogMeans += x * Math.log(mean)
  }
  const xs = Float64Array.from(spends, ({ x }) => x)
  const totals = Float64Array.from(spends, ({ x, mean }) => x * mean)
  return ({ p, q, v }) => {
    let sum = spends.length * (q * Math.log(v) - lnGamma(q)) + p * weightedLogMeans - logMeans
    for (const [x, n] of counts) sum += n * (lnGamma(p * x + q) - lnGamma(p * x) + p * x * Math.log(x))
    for (let i = 0; i < xs.length; i++)
      sum -= (p * (xs[i] as number) + q) * Math.log(v + (totals[i] as number))
    return sum
  }
}

/** Maximum-likelihood fit on repeat customers with positive spend. */
export async function fitGammaGamma(spends: readonly Spend[]): Promise<GammaGammaFit> {
  const scale = spends.reduce((sum, s) => sum + s.mean, 0) / spends.length
  const toModel = (x: number[]): GammaGamma => {
    const [p = 1, q = 1, v = 1] = x.map(Math.exp)
    return { p, q, v: v * scale }
  }
  const likelihood = totalGammaGammaLogLikelihood(spends)
  const objective = (x: number[]) => {
    if (x.some((value) => Math.abs(value) > 12)) return Number.POSITIVE_INFINITY
    return -likelihood(toModel(x)) / spends.length
  }
  const found = await minimise(objective, [1, 1, 0])
  return { model: toModel(found.at), logLikelihood: -found.value * spends.length, converged: found.converged }
}
