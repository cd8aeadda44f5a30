import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import { cn } from '@/app/_components/cn'
import { Th } from './table'

/** A heading that sorts through the address, for tables that are paged by the server. */
export function SortableTh({
  label,
  href,
  numeric = false,
  sorted,
  className,
}: {
  label: string
  /** Where a click leads: the same page in the other order. */
  href: string
  numeric?: boolean
  sorted?: 'ascending' | 'descending'
  className?: string
}) {
  const Arrow = sorted === 'ascending' ? ArrowUp : ArrowDown
  return (
    <Th numeric={numeric} aria-sort={sorted} className={className}>
      <Link
        href={href}
        scroll={false}
        className={cn(
          'inline-flex items-center gap-1 hover:text-ink',
          sorted && 'text-ink-2',
          numeric && 'flex-row-reverse',
        )}
      >
        {label}
        {sorted && <Arrow aria-hidden className="size-3" />}
      </Link>
    </Th>
  )
}
