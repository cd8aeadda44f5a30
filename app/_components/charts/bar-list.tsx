'use client'

import Link from 'next/link'
import { cn } from '@/app/_components/cn'
import { useFormat } from '@/app/_components/format-context'
import type { Figure, Unit } from '@/lib/core/format'
import { paint, type SeriesColor } from './palette'

export interface BarRow {
  label: string
  value: Figure
  /** Beside the value: a share, a count. Formatted with `noteUnit`. */
  note?: Figure
  /** Where a click leads, e.g. the same page filtered. */
  href?: string
  active?: boolean
}

export interface BarListProps {
  label: string
  rows: readonly BarRow[]
  unit: Unit
  noteUnit?: Unit
  color?: SeriesColor
  /** More room for long names, less for the bars. */
  wide?: boolean
}

const COLUMNS = {
  even: {
    plain: 'grid-cols-[minmax(72px,112px)_1fr_minmax(64px,auto)]',
    noted: 'grid-cols-[minmax(72px,112px)_1fr_minmax(64px,auto)_auto]',
  },
  wide: {
    plain: 'grid-cols-[minmax(0,2fr)_1fr_minmax(56px,auto)]',
    noted: 'grid-cols-[minmax(0,2fr)_1fr_minmax(56px,auto)_auto]',
  },
}

/** Horizontal bars from zero with their values; each may be a link that drills down. */
export function BarList({ label, rows, unit, noteUnit = 'ratio', color = 'c1', wide = false }: BarListProps) {
  const format = useFormat()
  const max = Math.max(0, ...rows.map((row) => Math.abs(Number(row.value ?? 0)))) || 1
  return (
    <ul aria-label={label} className="m-0 grid list-none p-0 text-[13px]">
      {rows.map((row) => {
        const negative = Number(row.value ?? 0) < 0
        const inner = (
          <>
            <span className={cn('truncate', row.active && 'font-medium')} title={row.label}>
              {row.label}
            </span>
            <span aria-hidden className="h-2 overflow-hidden rounded-[4px] bg-line-soft">
              <span
                className="block h-full rounded-[4px] opacity-85"
                style={{
                  width: `${(Math.abs(Number(row.value ?? 0)) / max) * 100}%`,
                  background: negative ? 'var(--bad)' : paint(color),
                }}
              />
            </span>
            <span className="text-right tabular-nums">{format.value(row.value, unit)}</span>
            {row.note !== undefined && (
              <span className="w-12 text-right tabular-nums text-ink-3">
                {format.value(row.note, noteUnit)}
              </span>
            )}
          </>
        )
        const classes = cn(
          'grid items-center gap-2.5 rounded-[6px] py-[5px]',
          COLUMNS[wide ? 'wide' : 'even'][row.note === undefined ? 'plain' : 'noted'],
        )
        return (
          <li key={row.label}>
            {row.href ? (
              <Link
                href={row.href}
                scroll={false}
                className={cn(classes, '-mx-1.5 px-1.5 transition-colors hover:bg-line-soft/60')}
              >
                {inner}
              </Link>
            ) : (
              <div className={classes}>{inner}</div>
            )}
          </li>
        )
      })}
    </ul>
  )
}
