import type { ReactNode } from 'react'
import { paint, type SeriesColor } from './palette'

export interface TooltipLine {
  label: string
  value: ReactNode
  color?: SeriesColor
  dashed?: boolean
}

/** The box with the exact values of one position of a chart. */
export function ChartTooltip({
  title,
  lines,
  note,
}: {
  title: string
  lines: readonly TooltipLine[]
  note?: ReactNode
}) {
  return (
    <div className="max-w-72 rounded-control border border-line bg-panel px-2.5 py-1.5 text-xs text-ink shadow-lg">
      <p className="mb-0.5 font-medium">{title}</p>
      {lines.map((line) => (
        <p key={line.label} className="flex items-center gap-1.5">
          {line.color && (
            <span aria-hidden className="size-2 rounded-[2px]" style={{ background: paint(line.color) }} />
          )}
          <span className="text-ink-2">{line.label}</span>
          <span className="ml-auto pl-3 font-medium tabular-nums">{line.value}</span>
        </p>
      ))}
      {note && <p className="mt-0.5 text-ink-2">{note}</p>}
    </div>
  )
}
