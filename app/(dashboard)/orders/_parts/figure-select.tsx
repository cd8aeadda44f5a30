'use client'

import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { drillParsers } from '@/lib/views/orders/links'

/** Which figure is taken apart; the period and the conditions stay. */
export function FigureSelect({
  value,
  options,
}: {
  value: string
  options: readonly { name: string; label: string }[]
}) {
  const [pending, startTransition] = useTransition()
  const [, setState] = useQueryStates(drillParsers, { shallow: false, history: 'push', startTransition })
  const chosen = value.replace(/_by_order_date$/, '')
  return (
    <label className="flex items-center gap-1.5 text-sub text-ink-2">
      Figure
      <select
        value={chosen}
        aria-busy={pending || undefined}
        onChange={(event) =>
          void setState({ metric: event.target.value, sort: null, direction: null, page: null })
        }
        className="h-8 max-w-64 rounded-control border border-line bg-panel px-2 text-[13px] text-ink shadow-card"
      >
        {!options.some(({ name }) => name === chosen) && <option value={chosen}>{chosen}</option>}
        {options.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}
