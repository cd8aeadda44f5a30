'use client'

import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useState, useTransition } from 'react'
import { type DateRange, DayPicker } from 'react-day-picker'
import { cn } from '@/app/_components/cn'
import { Button } from '@/app/_components/ui/button'
import { Popover } from '@/app/_components/ui/popover'
import { formatDay, formatDayRange } from '@/lib/core/format'
import { COMPARISON_LABELS, PRESET_LABELS } from '@/lib/views/labels'
import type { ResolvedPeriod } from '@/lib/views/period'
import { COMPARISONS, type Comparison, PRESETS, type Preset, viewParsers } from '@/lib/views/search-params'

const dateOf = (day: string) => new Date(`${day}T12:00:00`)
const dayOf = (date: Date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`

const CALENDAR = {
  months: 'relative flex flex-col gap-4 sm:flex-row',
  month_caption: 'flex h-7 items-center justify-center text-[13px] font-medium',
  nav: 'absolute inset-x-0 top-0 z-10 flex justify-between',
  button_previous:
    'grid size-7 place-items-center rounded-control hover:bg-line-soft aria-disabled:opacity-30',
  button_next: 'grid size-7 place-items-center rounded-control hover:bg-line-soft aria-disabled:opacity-30',
  weekday: 'size-8 text-[11.500px] font-normal text-ink-3',
  day: 'p-0 text-center text-[12.500px]',
  day_button: 'size-8 rounded-[6px] hover:bg-line-soft disabled:text-ink-3 disabled:opacity-50',
  today: '[&>button]:font-semibold [&>button]:text-accent',
  range_middle: 'bg-accent-soft [&>button]:rounded-none [&>button]:text-ink',
  range_start: 'rounded-l-[6px] bg-accent-soft [&>button]:bg-accent [&>button]:text-on-accent',
  range_end: 'rounded-r-[6px] bg-accent-soft [&>button]:bg-accent [&>button]:text-on-accent',
  hidden: 'invisible',
}

/** Begins with what is visible, the number, so that voice control finds it. */
function dayName(date: Date): string {
  return `${formatDay(dayOf(date))}, ${date.toLocaleDateString('en-GB', { weekday: 'long' })}`
}

function Chevron({ orientation }: { orientation?: string }) {
  return orientation === 'left' ? <ChevronLeft className="size-4" /> : <ChevronRight className="size-4" />
}

/** The period and what it is compared with: presets, a calendar, the comparison. */
export function PeriodPicker({ period, today }: { period: ResolvedPeriod; today: string }) {
  const [pending, startTransition] = useTransition()
  const [state, setState] = useQueryStates(viewParsers, { shallow: false, history: 'push', startTransition })
  const [open, setOpen] = useState(false)
  const [picked, setPicked] = useState<DateRange | undefined>()
  const complete = picked?.from && picked.to

  const choosePreset = (preset: Preset) => {
    setOpen(false)
    void setState({ period: preset, from: null, to: null, grain: null })
  }
  const applyRange = () => {
    if (!picked?.from || !picked.to) return
    setOpen(false)
    void setState({ period: 'custom', from: dayOf(picked.from), to: dayOf(picked.to), grain: null })
  }
  const compared = period.comparison ? period.comparison.label : state.compare === 'none' ? null : null

  return (
    <Popover
      label="Period and comparison"
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setPicked(undefined)
      }}
      trigger={
        <Button className={cn('max-w-full', pending && 'opacity-60')}>
          <CalendarDays aria-hidden className="text-ink-3" />
          <span className="truncate">
            <span className="sr-only">Period: </span>
            {period.label}
            {compared && (
              <small className="ml-2 text-xs font-normal text-ink-3 max-sm:hidden">vs {compared}</small>
            )}
          </span>
        </Button>
      }
    >
      <div className="flex flex-col gap-3 sm:flex-row">
        <ul className="m-0 grid min-w-36 list-none content-start gap-px p-0 text-[13px] max-sm:grid-cols-2">
          {PRESETS.filter((preset) => preset !== 'custom').map((preset) => (
            <li key={preset}>
              <button
                type="button"
                aria-pressed={state.period === preset}
                onClick={() => choosePreset(preset)}
                className="w-full rounded-[6px] px-2 py-1.5 text-left hover:bg-line-soft aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent"
              >
                {PRESET_LABELS[preset]}
              </button>
            </li>
          ))}
        </ul>
        <div className="border-line sm:border-l sm:pl-3">
          <Calendar period={period} today={today} picked={picked} onPick={setPicked} />
          <div className="mt-2 flex items-center justify-between gap-2 text-sub text-ink-2">
            <span aria-live="polite">
              {complete && picked.from && picked.to
                ? formatDayRange(dayOf(picked.from), dayOf(picked.to))
                : picked?.from
                  ? 'Now the last day'
                  : 'Pick the first day'}
            </span>
            <Button variant="primary" size="sm" disabled={!complete} onClick={applyRange}>
              Apply
            </Button>
          </div>
          <ComparisonChoice
            value={state.compare}
            onChange={(compare) => {
              setOpen(false)
              void setState({ compare })
            }}
          />
        </div>
      </div>
    </Popover>
  )
}

interface CalendarProps {
  period: ResolvedPeriod
  today: string
  picked: DateRange | undefined
  onPick: (range: DateRange) => void
}

/** Two months, one on a phone. Only rendered once opened, so in the browser. */
function Calendar({ period, today, picked, onPick }: CalendarProps) {
  const months = window.innerWidth < 640 ? 1 : 2
  const last = dateOf(period.to)
  return (
    <DayPicker
      mode="range"
      weekStartsOn={1}
      labels={{ labelDayButton: dayName }}
      numberOfMonths={months}
      defaultMonth={new Date(last.getFullYear(), last.getMonth() + 1 - months, 1)}
      startMonth={period.data ? dateOf(period.data.from) : undefined}
      endMonth={dateOf(today)}
      disabled={{ after: dateOf(today) }}
      selected={picked ?? { from: dateOf(period.from), to: last }}
      onSelect={(_, day) =>
        onPick(picked?.from && !picked.to ? ordered(picked.from, day) : { from: day, to: undefined })
      }
      classNames={CALENDAR}
      components={{ Chevron }}
    />
  )
}

function ordered(a: Date, b: Date): DateRange {
  return a <= b ? { from: a, to: b } : { from: b, to: a }
}

function ComparisonChoice({ value, onChange }: { value: Comparison; onChange: (value: Comparison) => void }) {
  return (
    <fieldset className="mt-3 border-line border-t pt-2.5">
      <legend className="sr-only">Compare with</legend>
      <p aria-hidden className="mb-1 text-xs text-ink-3">
        Compare with
      </p>
      <div className="flex flex-wrap gap-1">
        {COMPARISONS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={value === one}
            onClick={() => onChange(one)}
            className="rounded-[6px] border border-line px-2 py-1 text-xs hover:bg-line-soft aria-pressed:border-transparent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent"
          >
            {COMPARISON_LABELS[one]}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
