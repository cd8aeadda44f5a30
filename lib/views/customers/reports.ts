import { fitLifetime, type Lifetime, type Prediction } from '@/lib/clv/lifetime'
import { addDays } from '@/lib/core/dates'
import { type Cohort, cohorts } from '@/lib/reports/cohorts'
import { type CustomerRow, customerTable } from '@/lib/reports/customer-table'
import { type RfmGroup, type RfmScore, rfm, rfmGroups } from '@/lib/reports/rfm'
import { kept } from '../kept'
import type { ViewContext } from '../view'

/** The reports of the customers page under the published load; nothing while there is none. */

export const cohortsOf = (context: ViewContext): Promise<Cohort[]> => {
  const last = lastDay(context)
  return kept(context, ['customers', 'cohorts', last], () => cohorts(last), [])
}

export const segments = (context: ViewContext): Promise<RfmGroup[]> => {
  const last = lastDay(context)
  return kept(
    context,
    ['customers', 'segments', last],
    async () => {
      const scores = await scoresOf(context)
      return scores.length === 0 ? [] : rfmGroups(scores)
    },
    [],
  )
}

/** Every customer’s scores, to date. */
export const scoresOf = (context: ViewContext): Promise<RfmScore[]> => rfm(lastDay(context))

/** Customers the table shows. */
const TOP = 200

export const top = (context: ViewContext): Promise<CustomerRow[]> =>
  kept(context, ['customers', 'top'], () => customerTable(TOP), [])

type Fitted = Omit<Extract<Lifetime, { kind: 'fitted' }>, 'predictions'>

/** The fit without the predictions of every customer, which may be many: their sums and those of the top customers. */
export type LifetimeSummary =
  | Extract<Lifetime, { kind: 'fallback' }>
  | (Fitted & {
      /** Customers expected to still be customers. */
      alive: number
      purchases: number
      /** Null without a value model. */
      value: number | null
      top: Prediction[]
    })

/** The models fitted on the published load; null while there is none. */
export const lifetime = (context: ViewContext): Promise<LifetimeSummary | null> =>
  kept<LifetimeSummary | null>(
    context,
    ['customers', 'lifetime'],
    async () => {
      const [fit, best] = await Promise.all([fitLifetime(), top(context)])
      return summarise(fit, new Set(best.map(({ customerId }) => customerId)))
    },
    null,
  )

/** Adds the predictions up and keeps only those of `wanted`. */
export function summarise(fit: Lifetime, wanted: ReadonlySet<string>): LifetimeSummary {
  if (fit.kind === 'fallback') return fit
  const { predictions, ...rest } = fit
  const sum = (of: (one: Prediction) => number) => predictions.reduce((all, one) => all + of(one), 0)
  return {
    ...rest,
    alive: sum((one) => one.probabilityAlive),
    purchases: sum((one) => one.purchases),
    value: fit.gammaGamma?.populationMean == null ? null : sum((one) => one.value ?? 0),
    top: predictions.filter((one) => wanted.has(one.customerId)),
  }
}

/** The last finished day with data. */
export function lastDay({ period, today }: ViewContext): string {
  const finished = addDays(today, -1)
  return period.data && period.data.to < finished ? period.data.to : finished
}
