import { ratio } from '@/lib/core/decimal'
import { metricFigures } from '../metric'
import { drillHref, wholeHistory } from '../orders/links'
import { bucketsOf, byBucket } from '../series'
import { comparedTotals, metricRows, metricTotals } from '../source'
import { type TileAsk, type TilesData, tilesData } from '../tiles'
import type { View, ViewContext } from '../view'
import { lifetime } from './reports'

const METRICS = ['customers', 'new_customers', 'repeat_rate', 'returning_share'] as const
/** Guests are nobody's sales. */
const KNOWN = { customer_type: ['new', 'returning'] }

/** Customers, new ones, how many come back, what one brings in and what all are expected to. */
export const customerTiles: View<TilesData> = {
  id: 'customer-figures',
  page: 'customers',
  title: 'Key figures',
  async load(context) {
    const [{ now, tile }, perCustomer, predicted] = await Promise.all([
      metricFigures(context, METRICS),
      netPerCustomer(context),
      predictedValue(context),
    ])
    return tilesData([
      tile('customers'),
      tile('new_customers'),
      tile('repeat_rate', { basis: { text: '{} returning', value: now['returning_share'], unit: 'ratio' } }),
      perCustomer,
      predicted,
    ])
  },
}

async function netPerCustomer(context: ViewContext): Promise<TileAsk> {
  const { grain } = context.period
  const ask = { metrics: ['net_sales', 'customers'], where: KNOWN }
  const [now, before, series] = await Promise.all([
    metricTotals(context, ask),
    comparedTotals(context, ask),
    metricRows(context, { ...ask, by: [grain] }),
  ])
  const net = byBucket(series, grain, 'net_sales')
  const customers = byBucket(series, grain, 'customers')
  return {
    name: 'net_per_customer',
    href: drillHref(context, 'net_sales', { where: KNOWN }),
    label: 'Net sales per customer',
    unit: 'money',
    style: 'full',
    better: 'up',
    hint: 'Net sales to known customers over the customers of the period; guests are left out of both.',
    value: ratio(now['net_sales'], now['customers']),
    compared: before ? ratio(before['net_sales'], before['customers']) : null,
    spark: bucketsOf(context.period).map(({ start }) => ratio(net.get(start), customers.get(start))),
  }
}

async function predictedValue(context: ViewContext): Promise<TileAsk> {
  const fit = await lifetime(context)
  const fitted = fit?.kind === 'fitted' ? fit : null
  return {
    name: 'predicted_value',
    label: 'Predicted year',
    href: drillHref(context, 'orders', {
      range: wholeHistory(context),
      where: { customer_type: ['new', 'returning'] },
    }),
    unit: 'money',
    better: 'up',
    hint:
      fit?.kind === 'fallback'
        ? fit.reason
        : 'Sales less discounts that BG/NBD and Gamma-Gamma expect of all known customers, before refunds, from the last day with a sale on; leads to the orders they know.',
    value: fitted?.value?.toFixed(2) ?? null,
    compared: null,
    basis: fitted ? { text: '{} active', value: String(Math.round(fitted.alive)), unit: 'count' } : undefined,
  }
}
