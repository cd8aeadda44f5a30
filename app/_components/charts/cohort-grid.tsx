'use client'

import Link from 'next/link'
import { useFormat } from '@/app/_components/format-context'
import { type Figure, formatMonth, type Unit } from '@/lib/core/format'
import { cellHeat } from './palette'
import { intensity } from './scale'

export interface CohortGridCell {
  value: Figure
  /** Where the figure leads: to what it is made of. */
  href?: string
}

export interface CohortRow {
  /** First day of the cohort's month. */
  cohort: string
  size: Figure
  /** One cell a period after the first; null = the period has not ended (masked). */
  cells: readonly (CohortGridCell | null)[]
}

export interface CohortGridProps {
  label: string
  rows: readonly CohortRow[]
  unit: Unit
  /** Heading of the first column of cells, e.g. 0 or 1. */
  firstPeriod?: number
}

/** Cohorts down, months since the first order across. Cells whose month has not ended are left blank. */
export function CohortGrid({ label, rows, unit, firstPeriod = 1 }: CohortGridProps) {
  const format = useFormat()
  // Months that no cohort has reached yet get no column.
  const width = Math.max(0, ...rows.map((row) => row.cells.findLastIndex((cell) => cell !== null) + 1))
  const periods = Array.from({ length: width }, (_, index) => index + firstPeriod)
  const max = Math.max(0, ...rows.flatMap((row) => row.cells.map((cell) => Number(cell?.value ?? 0))))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="relative -mx-1 flex-1 overflow-auto px-1">
      <table className="w-full border-separate border-spacing-0.5 text-[11.5px] tabular-nums">
        <thead>
          <tr className="text-ink-3">
            <th scope="col" className="pr-2 text-left font-medium">
              Cohort
            </th>
            <th scope="col" className="pr-2 text-right font-medium">
              Customers
            </th>
            {periods.map((period) => (
              <th key={period} scope="col" className="min-w-9 text-center font-medium">
                <span className="sr-only">Month </span>
                {period}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.cohort}>
              <th scope="row" className="whitespace-nowrap pr-2 text-left font-normal text-ink-2">
                {formatMonth(row.cohort)}
              </th>
              <td className="pr-2 text-right text-ink-2">{format.value(row.size, 'count')}</td>
              {periods.map((period, index) => {
                const cell = row.cells[index]
                if (cell === null || cell === undefined) return <td key={period} aria-label="not ended yet" />
                const share = intensity(Number(cell.value), max)
                const text = format.value(cell.value, unit, unit === 'ratio' ? 'axis' : 'short')
                return (
                  <td
                    key={period}
                    className="h-[21px] rounded-[3px] text-center"
                    style={{ background: cellHeat(share) }}
                  >
                    {cell.href ? (
                      <Link
                        href={cell.href}
                        prefetch={false}
                        className="block rounded-[3px] px-0.5 hover:underline"
                      >
                        {text}
                      </Link>
                    ) : (
                      <span className="px-0.5">{text}</span>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
