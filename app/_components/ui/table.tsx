import type { ComponentProps } from 'react'
import { cn } from '@/app/_components/cn'

/** A plain table that scrolls sideways by itself when the screen is narrow. */
export function Table({ className, label, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    // Focusable, so that a keyboard can scroll it; negative margins let the rows reach the card's edge.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className="-mx-2 overflow-x-auto rounded-[6px]">
      <table className={cn('w-full border-collapse text-[13px]', className)} {...props} />
    </section>
  )
}

export function Th({ className, numeric, ...props }: ComponentProps<'th'> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cn(
        'whitespace-nowrap border-line border-b px-2 py-1.5 text-left text-xs font-medium text-ink-3',
        numeric && 'text-right',
        className,
      )}
      {...props}
    />
  )
}

export function Td({ className, numeric, ...props }: ComponentProps<'td'> & { numeric?: boolean }) {
  return (
    <td
      className={cn(
        'border-line-soft border-b px-2 py-[7px] [tr:last-child>&]:border-b-0',
        numeric && 'whitespace-nowrap text-right tabular-nums',
        className,
      )}
      {...props}
    />
  )
}
