import { describe, expect, it } from 'vitest'
import { averageRetention, cohortTable } from './cohorts'

const activity = (cohort: string, month: string, active: number, netSales: string, grossProfit: string) => ({
  cohort,
  month,
  active,
  netSales,
  grossProfit,
})

/** January: 3 customers, February: 2; the data ends on 15 April. */
const table = cohortTable(
  [
    { cohort: '2026-02-01', customers: 2 },
    { cohort: '2026-01-01', customers: 3 },
  ],
  [
    activity('2026-01-01', '2026-01-01', 3, '100.00', '40.00'),
    activity('2026-01-01', '2026-03-01', 1, '-10.00', '-5.00'),
    activity('2026-01-01', '2026-04-01', 1, '999.00', '999.00'),
    activity('2026-02-01', '2026-02-01', 2, '50.01', '20.00'),
    activity('2026-02-01', '2026-03-01', 1, '50.00', '20.00'),
  ],
  '2026-04-15',
)

describe('cohorts', () => {
  it('come oldest first with their size', () => {
    expect(table.map(({ cohort, customers }) => [cohort, customers])).toEqual([
      ['2026-01-01', 3],
      ['2026-02-01', 2],
    ])
  })

  it('keep a row for months in which nobody bought and subtract what came back', () => {
    expect(table[0]?.cells).toEqual([
      { age: 0, active: 3, retention: '1.000000', netSales: '33.33', grossProfit: '13.33' },
      { age: 1, active: 0, retention: '0.000000', netSales: '33.33', grossProfit: '13.33' },
      { age: 2, active: 1, retention: '0.333333', netSales: '30.00', grossProfit: '11.67' },
      null,
    ])
  })

  it('mask the month that has not ended instead of showing it low', () => {
    expect(table[1]?.cells.at(-1)).toBeNull()
    expect(table[1]?.cells.slice(0, 2)).toEqual([
      { age: 0, active: 2, retention: '1.000000', netSales: '25.01', grossProfit: '10.00' },
      { age: 1, active: 1, retention: '0.500000', netSales: '50.01', grossProfit: '20.00' },
    ])
  })

  it('show the last month when the data ends on its last day', () => {
    const [cohort] = cohortTable([{ cohort: '2026-02-01', customers: 1 }], [], '2026-02-28')
    expect(cohort?.cells).toHaveLength(1)
    expect(cohort?.cells[0]).not.toBeNull()
  })

  it('average by the customers who had the time, not by cohorts', () => {
    expect(averageRetention(table)).toEqual([
      { age: 0, retention: '1.000000' },
      { age: 1, retention: '0.200000' },
      { age: 2, retention: '0.333333' },
    ])
  })
})
