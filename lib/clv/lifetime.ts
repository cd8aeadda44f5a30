import { pool, type Queryable } from '@/lib/db/pool'
import { type BgNbd, expectedPurchases, fitBgNbd, groupHistories, probabilityAlive } from './bg-nbd'
import { type Buyer, buyers, salesPeriod } from './customers'
import { expectedValue, fitGammaGamma, type GammaGamma, populationMean } from './gamma-gamma'

const WEEK = 7
/** Below this many repeat customers the likelihood has no clear peak. */
const MIN_REPEAT = 30
const YEAR = 365 / WEEK

/** How well the model, fitted without the last quarter of the period, foretold that quarter. */
export interface Holdout {
  from: string
  to: string
  customers: number
  predictedPurchases: number
  actualPurchases: number
}

/** What can be said of lifetime value, and how much it is worth. */
export type Lifetime =
  | {
      kind: 'fitted'
      asOf: string
      customers: number
      repeatCustomers: number
      distinctHistories: number
      bgNbd: BgNbd & { logLikelihood: number }
      gammaGamma: (GammaGamma & { logLikelihood: number; populationMean: number | null }) | null
      holdout: Holdout | null
      predictions: Prediction[]
    }
  | { kind: 'fallback'; asOf: string; customers: number; repeatCustomers: number; reason: string }

export interface Prediction {
  customerId: string
  probabilityAlive: number
  /** Purchases expected in the next 365 days. */
  purchases: number
  /** Gross sales less discounts expected of them, in the reporting currency; null without a value model. */
  value: number | null
}

const dayNumber = (iso: string) => Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000)
const isoDay = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)

const history = (b: Buyer, asOf: number) => ({
  x: b.days - 1,
  tx: (b.last - b.first) / WEEK,
  T: (asOf - b.first) / WEEK,
})

/**
 * Fits BG/NBD and Gamma-Gamma on the warehouse as of a day (default: the last day with a sale) and predicts the next
 * 365 days of every customer. Time unit: one week, exact days / 7.
 */
export async function fitLifetime(given?: string, db: Queryable = pool()): Promise<Lifetime> {
  const period = await salesPeriod(db)
  const asOf = given ?? period?.last ?? new Date().toISOString().slice(0, 10)
  const all = await buyers(asOf, db)
  const repeatCustomers = all.filter((b) => b.days > 1).length
  const base = { asOf, customers: all.length, repeatCustomers }
  if (repeatCustomers < MIN_REPEAT)
    return {
      kind: 'fallback',
      ...base,
      reason: `Only ${repeatCustomers} customers bought on more than one day; the models need at least ${MIN_REPEAT}.`,
    }

  const end = dayNumber(asOf)
  const groups = groupHistories(all.map((b) => history(b, end)))
  const fit = await fitBgNbd(groups)
  if (!fit.converged)
    return {
      kind: 'fallback',
      ...base,
      reason: 'The BG/NBD fit did not converge: these purchases do not follow the model.',
    }

  const repeat = all.filter((b) => b.days > 1 && b.repeatValue > 0)
  const spends = repeat.map((b) => ({ x: b.days - 1, mean: b.repeatValue / (b.days - 1) }))
  const value = spends.length >= MIN_REPEAT ? await fitGammaGamma(spends) : undefined
  const worth = value?.converged ? value : undefined
  const mean = worth ? (populationMean(worth.model) ?? null) : null
  return {
    kind: 'fitted',
    ...base,
    distinctHistories: groups.length,
    bgNbd: { ...fit.model, logLikelihood: fit.logLikelihood },
    gammaGamma: worth ? { ...worth.model, logLikelihood: worth.logLikelihood, populationMean: mean } : null,
    holdout: period ? await holdout(period.first, asOf, all, db) : null,
    predictions: all.map((b) => {
      const h = history(b, end)
      const purchases = expectedPurchases(fit.model, h, YEAR)
      const each =
        worth && b.days > 1 && b.repeatValue > 0
          ? expectedValue(worth.model, { x: b.days - 1, mean: b.repeatValue / (b.days - 1) })
          : mean
      return {
        customerId: b.customerId,
        probabilityAlive: probabilityAlive(fit.model, h),
        purchases,
        value: each === null ? null : purchases * each,
      }
    }),
  }
}

/** Fits on all but the last quarter of the period and compares what it foretells with what happened. */
async function holdout(first: string, asOf: string, all: Buyer[], db: Queryable): Promise<Holdout | null> {
  const end = dayNumber(asOf)
  const cut = Math.floor(dayNumber(first) + (end - dayNumber(first)) * 0.75)
  const before = await buyers(isoDay(cut), db)
  if (before.filter((b) => b.days > 1).length < MIN_REPEAT) return null
  const fit = await fitBgNbd(groupHistories(before.map((b) => history(b, cut))))
  if (!fit.converged) return null
  const later = new Map(all.map((b) => [b.customerId, b.days]))
  let predictedPurchases = 0
  let actualPurchases = 0
  for (const b of before) {
    predictedPurchases += expectedPurchases(fit.model, history(b, cut), (end - cut) / WEEK)
    actualPurchases += (later.get(b.customerId) ?? b.days) - b.days
  }
  return { from: isoDay(cut + 1), to: asOf, customers: before.length, predictedPurchases, actualPurchases }
}
