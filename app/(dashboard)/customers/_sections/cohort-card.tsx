'use client'

import { useState } from 'react'
import { ChartCard } from '@/app/_components/charts/chart-card'
import { CohortGrid } from '@/app/_components/charts/cohort-grid'
import { Segmented } from '@/app/_components/ui/segmented'
import type { CohortLine } from '@/lib/views/customers/cohorts'
import type { TableData } from '@/lib/views/table'

const MEASURES = [
  { value: 'retention', label: 'Retention' },
  { value: 'net', label: 'Net sales' },
] as const
type Measure = (typeof MEASURES)[number]['value']

/** Months after the first that the grid has room for; the table has them all. */
const MONTHS = 12

const SUBS: Record<Measure, string> = {
  retention: 'Share that bought again, by month since the first order',
  net: 'Net sales so far per customer, by month since the first order',
}

/** The grid of cohorts with the choice of its measure. */
export function CohortCard({
  title,
  height,
  table,
  csv,
  cohorts,
  hidden,
}: {
  title: string
  height: number
  table: TableData
  csv: string
  cohorts: readonly CohortLine[]
  /** Earlier cohorts that are only in the table. */
  hidden: number
}) {
  const [measure, setMeasure] = useState<Measure>('retention')
  const isRetention = measure === 'retention'
  return (
    <ChartCard
      title={title}
      sub={`${SUBS[measure]}${hidden > 0 ? ` · ${hidden} earlier in the table` : ''}`}
      height={height}
      table={table}
      csv={csv}
      actions={<Segmented label="Measure" options={MEASURES} value={measure} onChange={setMeasure} />}
      empty={{ title: 'No cohort yet', text: 'A cohort shows once the month of its first orders has ended.' }}
    >
      <CohortGrid
        label={SUBS[measure]}
        unit={isRetention ? 'ratio' : 'money'}
        // All of a cohort buys in its first month.
        firstPeriod={isRetention ? 1 : 0}
        rows={cohorts.map(({ cohort, size, cells }) => ({
          cohort,
          size,
          cells: cells
            .slice(isRetention ? 1 : 0, MONTHS + 1)
            .map(
              (cell) =>
                cell &&
                (isRetention
                  ? { value: cell.retention, href: cell.activeHref }
                  : { value: cell.netSales, href: cell.salesHref }),
            ),
        }))}
      />
    </ChartCard>
  )
}
