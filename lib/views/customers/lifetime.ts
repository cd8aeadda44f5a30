import type { TableData, TableRow } from '../table'
import type { View } from '../view'
import { type LifetimeSummary, lifetime } from './reports'

/** What the lifetime models expect of all customers, their parameters and how well they foretold the past. */
export const customerLifetime: View<TableData & { summary: LifetimeSummary | null }> = {
  id: 'customer-lifetime',
  page: 'customers',
  title: 'Predicted value',
  async load(context) {
    const summary = await lifetime(context)
    return {
      summary,
      columns: [
        { name: 'figure', label: 'Figure', unit: 'text', look: 'strong' },
        { name: 'value', label: 'Value', unit: 'decimal' },
        { name: 'note', label: 'Note', unit: 'text', look: 'muted' },
      ],
      rows: summary ? rowsOf(summary) : [],
    }
  },
}

function rowsOf(summary: LifetimeSummary): TableRow[] {
  const row = (figure: string, value: number | null | undefined, note = '', digits = 4): TableRow => ({
    figure,
    value: value?.toFixed(digits) ?? null,
    note,
  })
  const customers = [
    row('Customers', summary.customers, `As of ${summary.asOf}`, 0),
    row('Repeat customers', summary.repeatCustomers, 'Bought on more than one day', 0),
  ]
  if (summary.kind === 'fallback') return [row('Predicted value', null, summary.reason), ...customers]
  const { bgNbd, gammaGamma, holdout } = summary
  return [
    row('Predicted value', summary.value, 'Sales less discounts in the next 365 days', 2),
    row('Predicted purchases', summary.purchases, 'In the next 365 days', 1),
    row('Customers expected alive', summary.alive, 'Those who bought on one day only count in full', 1),
    ...customers,
    row('BG/NBD r', bgNbd.r),
    row('BG/NBD alpha', bgNbd.alpha, 'Time in weeks'),
    row('BG/NBD a', bgNbd.a),
    row('BG/NBD b', bgNbd.b),
    row('BG/NBD log-likelihood', bgNbd.logLikelihood, '', 2),
    ...(gammaGamma
      ? [
          row('Gamma-Gamma p', gammaGamma.p),
          row('Gamma-Gamma q', gammaGamma.q),
          row('Gamma-Gamma v', gammaGamma.v),
          row('Gamma-Gamma log-likelihood', gammaGamma.logLikelihood, '', 2),
          row('Value of a purchase', gammaGamma.populationMean, 'Mean of all customers', 2),
        ]
      : []),
    ...(holdout
      ? [
          row('Holdout, predicted', holdout.predictedPurchases, `${holdout.from} to ${holdout.to}`, 1),
          row('Holdout, actual', holdout.actualPurchases, `${holdout.from} to ${holdout.to}`, 0),
        ]
      : []),
  ]
}
