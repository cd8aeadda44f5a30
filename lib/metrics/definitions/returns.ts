import type { Metric } from '../types'
import { withTwins } from './twins'

const net = '{gross} - {discounts} - {returns}'

/** What came back, and the sales figures it is taken from. Refunds count on the day of the refund. */
export const returns: Metric[] = withTwins([
  {
    name: 'returns',
    label: 'Returns',
    description: 'Refund amounts, by refund date, at the exchange rate of their order.',
    unit: 'money',
    better: 'down',
    formula: '{returns}',
  },
  {
    name: 'units_returned',
    label: 'Units returned',
    description: 'Refunded quantity, by refund date.',
    unit: 'units',
    better: 'down',
    formula: '{returned_units}',
  },
  {
    name: 'net_sales',
    label: 'Net sales',
    description: 'Gross sales less discounts and returns, before shipping and taxes.',
    unit: 'money',
    better: 'up',
    formula: net,
  },
  {
    name: 'total_sales',
    label: 'Total sales',
    description: 'Net sales plus shipping and taxes.',
    unit: 'money',
    better: 'up',
    formula: `${net} + {shipping} + {taxes}`,
  },
  {
    name: 'units',
    label: 'Units',
    description: 'Units sold less units returned.',
    unit: 'units',
    better: 'up',
    formula: '{units} - {returned_units}',
  },
  {
    name: 'refund_rate',
    label: 'Refund rate',
    description: 'Returns as a share of gross sales less discounts.',
    unit: 'ratio',
    better: 'down',
    formula: { ratio: ['{returns}', '{gross} - {discounts}'] },
  },
])
