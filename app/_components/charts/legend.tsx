import { cn } from '@/app/_components/cn'
import { paint, type SeriesColor } from './palette'

export interface LegendItem {
  label: string
  color: SeriesColor
  dashed?: boolean
  /** A square for filled shapes, a line otherwise. */
  square?: boolean
}

/** The names of the series below a chart that has more than one. */
export function Legend({ items, className }: { items: readonly LegendItem[]; className?: string }) {
  return (
    <ul className={cn('mt-1.5 flex flex-wrap gap-x-3.5 gap-y-0.5 text-xs text-ink-2', className)}>
      {items.map((item) => (
        <li key={item.label} className="flex items-center gap-1.5">
          {item.square ? (
            <span
              aria-hidden
              className="size-[9px] rounded-[2px]"
              style={{ background: paint(item.color) }}
            />
          ) : (
            <span
              aria-hidden
              className={cn('w-3.5 border-t-2', item.dashed && 'border-dashed')}
              style={{ borderColor: paint(item.color) }}
            />
          )}
          {item.label}
        </li>
      ))}
    </ul>
  )
}
