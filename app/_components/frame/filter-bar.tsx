'use client'

import { Plus, X } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useTransition } from 'react'
import { cn } from '@/app/_components/cn'
import {
  Dropdown,
  DropdownCheck,
  DropdownItem,
  DropdownSeparator,
  DropdownSub,
} from '@/app/_components/ui/dropdown'
import { FILTER_LABELS, valueLabel } from '@/lib/views/labels'
import { FILTERS, type FilterName, viewParsers } from '@/lib/views/search-params'

export interface FilterOptions {
  name: FilterName
  values: readonly string[]
}

/** The filters that are set, as chips that remove themselves, and the menu that adds one. */
export function FilterBar({ options, note }: { options: readonly FilterOptions[]; note: string }) {
  const [pending, startTransition] = useTransition()
  const [state, setState] = useQueryStates(viewParsers, { shallow: false, history: 'push', startTransition })
  const allowed = options.map((option) => option.name)
  const set = FILTERS.filter((name) => allowed.includes(name) && (state[name]?.length ?? 0) > 0)
  const toggle = (name: FilterName, value: string, on: boolean) => {
    const now = state[name] ?? []
    const next = on ? [...now, value] : now.filter((one) => one !== value)
    void setState({ [name]: next.length > 0 ? next : null })
  }
  return (
    <div
      className={cn(
        '-mt-1 mb-4 flex min-h-[26px] flex-wrap items-center gap-2 transition-opacity',
        pending && 'opacity-60',
      )}
    >
      {set.map((name) => (
        <button
          key={name}
          type="button"
          onClick={() => void setState({ [name]: null })}
          className="inline-flex max-w-full items-center gap-1.5 rounded-[7px] bg-accent-soft px-2.5 py-[3px] text-[12.500px] font-[550] text-accent hover:opacity-80"
        >
          <span className="truncate">
            <span className="sr-only">Remove the filter </span>
            {FILTER_LABELS[name]}: {state[name]?.map((value) => valueLabel(name, value)).join(', ')}
          </span>
          <X aria-hidden className="size-3.5 shrink-0" />
        </button>
      ))}
      {options.some((option) => option.values.length > 1) && (
        <Dropdown
          align="start"
          trigger={
            <button
              type="button"
              className="inline-flex items-center gap-1 rounded-[7px] border border-line border-dashed px-2.5 py-[3px] text-[12.500px] text-ink-2 hover:text-ink"
            >
              <Plus aria-hidden className="size-3.5" />
              Filter
            </button>
          }
        >
          {options
            .filter((option) => option.values.length > 1)
            .map((option) => (
              <DropdownSub key={option.name} label={FILTER_LABELS[option.name]}>
                {option.values.map((value) => (
                  <DropdownCheck
                    key={value}
                    checked={state[option.name]?.includes(value) ?? false}
                    onCheckedChange={(on) => toggle(option.name, value, on === true)}
                  >
                    {valueLabel(option.name, value)}
                  </DropdownCheck>
                ))}
              </DropdownSub>
            ))}
          {set.length > 0 && (
            <>
              <DropdownSeparator />
              <DropdownItem
                onSelect={() => void setState(Object.fromEntries(FILTERS.map((name) => [name, null])))}
              >
                Remove all filters
              </DropdownItem>
            </>
          )}
        </Dropdown>
      )}
      <p className="ml-auto text-xs text-ink-2">{note}</p>
    </div>
  )
}
