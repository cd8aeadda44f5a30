import type { ComponentProps, ReactNode } from 'react'
import { cn } from '@/app/_components/cn'

/** A panel. With `title` it is a labelled section with its heading, sub-line and actions. */
export interface CardProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: ReactNode
  sub?: ReactNode
  /** Buttons at the right of the heading. */
  actions?: ReactNode
}

export function Card({ title, sub, actions, className, children, ...props }: CardProps) {
  return (
    <section
      className={cn(
        'flex min-w-0 flex-col rounded-card border border-line bg-panel px-4 pt-3.5 pb-3 shadow-card',
        className,
      )}
      {...props}
    >
      {title !== undefined && <CardHeader title={title} sub={sub} actions={actions} />}
      {children}
    </section>
  )
}

export function CardHeader({
  title,
  sub,
  actions,
  id,
}: {
  title: ReactNode
  sub?: ReactNode
  actions?: ReactNode
  id?: string
}) {
  return (
    <header className="mb-2.5 flex flex-wrap items-start justify-between gap-x-2 gap-y-1">
      <div className="min-w-0 flex-1 basis-40">
        <h2 id={id} className="text-body font-semibold tracking-[-0.005em]">
          {title}
        </h2>
        {sub !== undefined && <p className="text-sub text-ink-3">{sub}</p>}
      </div>
      {actions && <div className="flex shrink-0 items-center gap-1.5">{actions}</div>}
    </header>
  )
}
