import type { ReactNode } from 'react'
import { cn } from '@/app/_components/cn'

export type Tone = 'neutral' | 'good' | 'bad' | 'warn' | 'accent' | 'info'

const TEXT: Record<Tone, string> = {
  neutral: 'text-ink-2',
  good: 'text-good',
  bad: 'text-bad',
  warn: 'text-warn',
  accent: 'text-accent',
  info: 'text-ink-2',
}

const DOT: Record<Tone, string> = {
  neutral: 'bg-c6',
  good: 'bg-good',
  bad: 'bg-bad',
  warn: 'bg-warn',
  accent: 'bg-accent',
  info: 'bg-c2',
}

/** A word about a state, e.g. `published`. The word says it; the tone only helps. */
export function Badge({
  tone = 'neutral',
  className,
  children,
}: {
  tone?: Tone
  className?: string
  children: ReactNode
}) {
  return (
    <span
      className={cn(
        'inline-flex items-center whitespace-nowrap rounded-full border border-line px-2 py-px text-[11.5px]',
        TEXT[tone],
        className,
      )}
    >
      {children}
    </span>
  )
}

/** A rounded line with a coloured dot: "Load 42 · 3 min ago · 44 checks passed". */
export function Pill({
  tone = 'good',
  children,
  className,
}: {
  tone?: Tone
  children: ReactNode
  className?: string
}) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-[7px] rounded-full border border-line bg-panel px-2.5 py-[3px] text-xs text-ink-2',
        className,
      )}
    >
      <span aria-hidden className={cn('size-[7px] shrink-0 rounded-full', DOT[tone])} />
      {children}
    </span>
  )
}
