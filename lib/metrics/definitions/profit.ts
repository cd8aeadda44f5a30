import type { Metric } from '../types'
import { withTwins } from './twins'

const net = '{gross} - {discounts} - {returns}'
const cogs = '{cost} - {returned_cost}'
const costed = '{costed_net} - {costed_returns}'

/** What is left after the cost of the goods. Unknown costs count as none: read with cost_coverage. */
export const profit: Metric[] = withTwins([
  {
    name: 'cogs',
    label: 'Cost of goods sold',
    description: 'Quantity times the unit cost valid at sale time, less restocked refunds at the same cost.',
    unit: 'money',
    better: 'none',
    formula: cogs,
  },
  {
    name: 'gross_profit',
    label: 'Gross profit',
    description: 'Net sales less cost of goods sold; lines without a known cost add no cost.',
    unit: 'money',
    better: 'up',
    formula: `${net} - (${cogs})`,
  },
  {
    name: 'margin',
    label: 'Gross margin',
    description: 'Gross profit as a share of net sales; none where no cost at all is known.',
    unit: 'ratio',
    better: 'up',
    // A shop without costs has no margin of 100 %, it has an unknown one.
    formula: {
      ratio: [`${net} - (${cogs})`, net],
      unless: `{costed_net} = 0 and {cost} = 0 and ${costed} = 0`,
    },
  },
  {
    name: 'cost_coverage',
    label: 'Cost coverage',
    description: 'Share of net sales whose lines have a known cost.',
    unit: 'ratio',
    better: 'up',
    formula: { ratio: [costed, net] },
  },
])
