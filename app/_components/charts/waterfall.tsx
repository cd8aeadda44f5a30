'use client'

import Link from 'next/link'
import { cn } from '@/app/_components/cn'
import { useFormat } from '@/app/_components/format-context'
import type { Unit } from '@/lib/core/format'
import { type WaterfallStep, waterfallBars } from './scale'

export type { WaterfallStep }

/** Steps from one total to the next, each bar starting where the one before ended. */
export function Waterfall({
  label,
  steps,
  unit,
}: {
  label: string
  steps: readonly WaterfallStep[]
  unit: Unit
}) {
  const format = useFormat()
  const bars = waterfallBars(steps)
  return (
    <ul aria-label={label} className="m-0 grid flex-1 list-none content-start p-0 text-[13px]">
      {steps.map((step, index) => {
        const bar = bars[index]
        const total = step.kind === 'total'
        const color = !total
          ? bar?.negative
            ? 'var(--bad)'
            : 'var(--c5)'
          : step.label === 'Net sales'
            ? 'var(--c1)'
            : 'var(--c6)'
        return (
          <li
            key={step.label}
            className="grid grid-cols-[86px_1fr_minmax(84px,auto)] items-center gap-2.5 py-[5.5px]"
          >
            <span className={cn(total && index > 0 ? 'font-semibold' : 'text-ink-2')}>{step.label}</span>
            <span aria-hidden className="relative h-3">
              <span
                className="absolute inset-y-0 rounded-[2px] opacity-85"
                style={{
                  left: `${(bar?.left ?? 0) * 100}%`,
                  width: `max(${(bar?.width ?? 0) * 100}%, ${step.value && Number(step.value) !== 0 ? 2 : 0}px)`,
                  background: color,
                }}
              />
            </span>
            <span className={cn('text-right tabular-nums', total && index > 0 && 'font-semibold')}>
              {step.href ? (
                <Link href={step.href} className="underline-offset-2 hover:underline">
                  {format.value(step.value, unit)}
                </Link>
              ) : (
                format.value(step.value, unit)
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
