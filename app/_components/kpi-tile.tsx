import { Info } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Sparkline } from '@/app/_components/charts/sparkline'
import { cn } from '@/app/_components/cn'
import { Tooltip } from '@/app/_components/ui/tooltip'
import type { Change } from '@/lib/core/change'
import type { Figure } from '@/lib/core/format'

export interface KpiTileProps {
  label: string
  /** Formatted. */
  value: string
  /** Against the comparison; leave out where there is none to make. */
  change?: Change
  /** Which direction is better; `none` leaves the change uncoloured. */
  better?: 'up' | 'down' | 'none'
  /** What the change is against, formatted: `vs €1,075,560`. Stands alone when there is no change. */
  note?: ReactNode
  /** What the figure rests on, at the end of the label's line: `cost known 98.4%`. */
  basis?: string
  /** Longer definition, on the label. */
  hint?: string
  spark?: readonly Figure[]
  /** Where the figure is taken apart into what it is made of. */
  href?: string
}

const ARROWS = { up: '▲', down: '▼', flat: '■' }

/** One key figure: value, its change saying against what, and its shape over the period. */
export function KpiTile({
  label,
  value,
  change,
  better = 'up',
  note,
  basis,
  hint,
  spark,
  href,
}: KpiTileProps) {
  return (
    <div className="tile">
      <div className="flex items-center gap-1 text-sub text-ink-2">
        <span className="shrink-0">{label}</span>
        {hint && (
          <Tooltip label={hint}>
            <button
              type="button"
              aria-label={`What is ${label}?`}
              className="shrink-0 rounded-full text-ink-3 hover:text-ink"
            >
              <Info className="size-3.5" />
            </button>
          </Tooltip>
        )}
        {basis && (
          <span className="ml-auto truncate pl-1 text-xs text-ink-3" title={basis}>
            {basis}
          </span>
        )}
      </div>
      <div className="mt-0.5 truncate text-figure font-[620] tracking-[-0.02em]">
        {href ? (
          <Link
            href={href}
            title={`What ${label} is made of`}
            className="rounded-[4px] decoration-1 decoration-ink-3 underline-offset-4 hover:underline"
          >
            {value}
          </Link>
        ) : (
          value
        )}
      </div>
      <div className="min-h-[17px] text-xs leading-[17px] text-ink-3 nav:truncate">
        <ChangeText change={change} better={better} /> {note}
      </div>
      {spark && <Sparkline values={spark} />}
    </div>
  )
}

/** `▲ 12.4%` in the colour of better or worse. */
export function ChangeText({ change, better = 'up' }: { change?: Change; better?: 'up' | 'down' | 'none' }) {
  if (change?.kind !== 'change') return null
  const { direction, text } = change
  const tone =
    better === 'none' || direction === 'flat' ? 'text-ink-2' : direction === better ? 'text-good' : 'text-bad'
  return (
    <span className={cn('font-[570]', tone)}>
      <span aria-hidden>{ARROWS[direction]}</span>
      <span className="sr-only">{direction === 'flat' ? 'unchanged' : direction}</span> {text}
    </span>
  )
}

/** The row of key figures above a page. */
export function KpiTiles({ children }: { children: ReactNode }) {
  return (
    <section aria-label="Key figures" className="tiles">
      {children}
    </section>
  )
}
