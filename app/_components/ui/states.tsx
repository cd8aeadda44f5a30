import type { ReactNode } from 'react'
import { cn } from '@/app/_components/cn'

export interface StateProps {
  title: string
  children?: ReactNode
  actions?: ReactNode
  className?: string
}

/** Nothing to show: `title` says so, `children` which file or filter would change that. */
export function EmptyState({ title, children, actions, className }: StateProps) {
  return (
    <div
      className={cn('grid flex-1 content-center justify-items-center gap-1 px-4 py-6 text-center', className)}
    >
      <p className="font-medium text-ink">{title}</p>
      {children && <div className="max-w-[52ch] text-sub text-ink-2">{children}</div>}
      {actions && <div className="mt-2 flex gap-2">{actions}</div>}
    </div>
  )
}

/** Something failed: `title` says what, `children` what still holds and what to do. */
export function ErrorState({ title, children, actions, className }: StateProps) {
  return (
    <div
      role="alert"
      className={cn('grid flex-1 content-center justify-items-center gap-1 px-4 py-6 text-center', className)}
    >
      <p className="font-medium text-bad">{title}</p>
      {children && <div className="max-w-[60ch] text-sub text-ink-2">{children}</div>}
      {actions && <div className="mt-2 flex gap-2">{actions}</div>}
    </div>
  )
}

/** A line across the page about the whole page. */
export function Notice({
  tone = 'neutral',
  children,
}: {
  tone?: 'neutral' | 'warn' | 'bad'
  children: ReactNode
}) {
  const border = { neutral: 'border-line', warn: 'border-warn/50', bad: 'border-bad/50' }[tone]
  return (
    <div className={cn('mb-3.5 rounded-control border bg-panel px-3.5 py-2 text-[13px] text-ink-2', border)}>
      {children}
    </div>
  )
}
