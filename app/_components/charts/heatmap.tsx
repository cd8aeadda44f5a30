'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useFormat } from '@/app/_components/format-context'
import type { Figure, Unit } from '@/lib/core/format'
import { heat } from './palette'
import { intensity } from './scale'

export interface HeatmapProps {
  label: string
  /** Row headings, top to bottom. */
  rows: readonly string[]
  /** Column names; `show` gives the label below or '' for none. */
  columns: readonly { name: string; show: string }[]
  /** values[row][column]. */
  values: readonly (readonly Figure[])[]
  unit: Unit
  /** hrefs[row][column]: where a click on a cell leads; the table twin has the same as links. */
  hrefs?: readonly (readonly string[])[]
  /** Of what, after the value: `orders`. */
  noun: string
}

/** A grid of cells, darker for more. The line below names the cell under the pointer, else the busiest. */
export function Heatmap({ label, rows, columns, values, hrefs, unit, noun }: HeatmapProps) {
  const format = useFormat()
  const router = useRouter()
  const [hovered, setHovered] = useState<{ row: number; column: number } | null>(null)
  const numbers = values.map((row) => row.map((value) => Number(value ?? 0)))
  const max = Math.max(0, ...numbers.flat())
  const peakRow = numbers.findIndex((row) => row.includes(max))
  const shown = hovered ?? (max > 0 ? { row: peakRow, column: numbers[peakRow]?.indexOf(max) ?? 0 } : null)
  const sentence = shown
    ? `${hovered ? '' : 'Busiest: '}${rows[shown.row]} ${columns[shown.column]?.name}: ${format.value(values[shown.row]?.[shown.column] ?? 0, unit)} ${noun}`
    : `No ${noun}`
  return (
    <figure aria-label={label} className="m-0 flex flex-1 flex-col">
      <div
        role="img"
        aria-label={`${label}. ${sentence}`}
        className="grid gap-0.5 text-[11px] text-ink-3"
        style={{ gridTemplateColumns: `34px repeat(${columns.length}, minmax(0, 1fr))` }}
        onMouseLeave={() => setHovered(null)}
      >
        {rows.map((name, row) => [
          <span key={name} className="flex items-center">
            {name}
          </span>,
          ...columns.map((column, index) => (
            // biome-ignore lint/a11y/noStaticElementInteractions: for the pointer only; the table twin has every value and link
            // biome-ignore lint/a11y/useKeyWithClickEvents: the same
            <span
              key={`${name} ${column.name}`}
              className={hrefs ? 'h-[19px] cursor-pointer rounded-[3px]' : 'h-[19px] rounded-[3px]'}
              style={{ background: heat(intensity(numbers[row]?.[index] ?? 0, max)) }}
              onMouseEnter={() => setHovered({ row, column: index })}
              onClick={() => {
                const href = hrefs?.[row]?.[index]
                if (href) router.push(href)
              }}
            />
          )),
        ])}
        <span />
        {columns.map((column) => (
          <span key={column.name}>{column.show}</span>
        ))}
      </div>
      <figcaption className="mt-1 text-xs text-ink-2">{sentence}</figcaption>
    </figure>
  )
}
