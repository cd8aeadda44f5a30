'use client'

import { useQueryStates } from 'nuqs'
import { Segmented } from '@/app/_components/ui/segmented'
import { viewParsers } from '@/lib/views/search-params'

const OPTIONS = [
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
  { value: 'month', label: 'Month' },
] as const

/** Day, week or month; kept in the URL. */
export function GrainSwitch({ value }: { value: 'day' | 'week' | 'month' }) {
  const [, setState] = useQueryStates(viewParsers, { shallow: false, history: 'push' })
  return (
    <Segmented<'day' | 'week' | 'month'>
      label="Points of the chart"
      options={OPTIONS}
      value={value}
      onChange={(grain) => void setState({ grain })}
    />
  )
}
