import type { Metric } from '../types'

/** Who bought. Guests are left out; a row's period is its own day, week or month within the dates asked for. */
export const customers: Metric[] = [
  {
    name: 'customers',
    label: 'Customers',
    description: 'Distinct known customers with a sold order in the period; guests are not counted.',
    unit: 'count',
    better: 'up',
    formula: '{customers}',
  },
  {
    name: 'new_customers',
    label: 'New customers',
    description: 'Customers of the period whose first sold order ever falls in it.',
    unit: 'count',
    better: 'up',
    formula: '{new_customers}',
  },
  {
    name: 'returning_customers',
    label: 'Returning customers',
    description: 'Customers of the period with a sold order before it.',
    unit: 'count',
    better: 'up',
    formula: '{returning_customers}',
  },
  {
    name: 'returning_share',
    label: 'Returning customers, share',
    description: 'Returning customers as a share of the customers of the period.',
    unit: 'ratio',
    better: 'up',
    formula: { ratio: ['{returning_customers}', '{customers}'] },
  },
  {
    name: 'repeat_customers',
    label: 'Repeat customers',
    description: 'Customers with at least two sold orders in the period.',
    unit: 'count',
    better: 'up',
    formula: '{repeat_customers}',
  },
  {
    name: 'repeat_rate',
    label: 'Repeat rate',
    description: 'Customers with at least two sold orders in the period, as a share of its customers.',
    unit: 'ratio',
    better: 'up',
    formula: { ratio: ['{repeat_customers}', '{customers}'] },
  },
]
