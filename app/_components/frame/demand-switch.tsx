'use client'

import { useQueryStates } from 'nuqs'
import { Segmented } from '@/app/_components/ui/segmented'
import { DEMAND_DAYS, type DemandDays } from '@/lib/reports/demand-days'
import { viewParsers } from '@/lib/views/search-params'

const OPTIONS = DEMAND_DAYS.map((days) => ({ value: String(days), label: `${days} days` }))

/** How many of the last days demand is taken from; kept in the URL. */
export function DemandSwitch({ value }: { value: DemandDays }) {
  const [, setState] = useQueryStates(viewParsers, { shallow: false, history: 'push' })
  return (
    <Segmented
      label="Demand of the last"
      options={OPTIONS}
      value={String(value)}
      onChange={(days) => void setState({ demand: DEMAND_DAYS.find((one) => String(one) === days) ?? null })}
    />
  )
}
