'use client'

import { ToggleGroup } from 'radix-ui'
import { cn } from '@/app/_components/cn'

export interface SegmentedProps<T extends string> {
  label: string
  options: readonly { value: T; label: string }[]
  value: T
  onChange: (value: T) => void
  className?: string
}

/** One of a few choices, all visible: Day | Week | Month. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
  className,
}: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onChange(next as T)}
      className={cn(
        'inline-flex overflow-hidden rounded-[7px] border border-line text-xs text-ink-2',
        className,
      )}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="h-6 border-line border-l px-2.5 transition-colors first:border-l-0 hover:text-ink focus-visible:-outline-offset-2 data-[state=on]:bg-line-soft data-[state=on]:font-medium data-[state=on]:text-ink"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
