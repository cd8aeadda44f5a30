import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { buttonClass } from '@/app/_components/ui/button'
import { withParams } from './with-params'

const counts = new Intl.NumberFormat('en-GB')

export interface PagerProps {
  /** Path and search of the page shown, */
  path?: string
  search?: Record<string, string | undefined>
  /** or the address of a page of it. */
  hrefOf?: (page: number) => string
  page: number
  pageSize: number
  total: number
  /** What is paged: rows, files, runs. */
  of: string
}

/** Which page of how many, and the way to its neighbours. */
export function Pager({ path = '', search, hrefOf, page, pageSize, total, of }: PagerProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const to = (target: number) =>
    hrefOf?.(target) ?? withParams(path, { ...search, page: target === 1 ? undefined : String(target) })
  return (
    <nav
      aria-label={`Pages of ${of}`}
      className="mt-2 flex items-center justify-end gap-2 text-sub text-ink-2"
    >
      <span>
        {pages > 1 && `Page ${counts.format(page)} of ${counts.format(pages)} · `}
        {counts.format(total)} {of}
      </span>
      {pages > 1 && (
        <>
          <Step href={page > 1 ? to(page - 1) : undefined} label="Previous page">
            <ChevronLeft />
          </Step>
          <Step href={page < pages ? to(page + 1) : undefined} label="Next page">
            <ChevronRight />
          </Step>
        </>
      )}
    </nav>
  )
}

function Step({ href, label, children }: { href?: string; label: string; children: React.ReactNode }) {
  const look = buttonClass('default', 'sm')
  if (href)
    return (
      <Link href={href} aria-label={label} className={look}>
        {children}
      </Link>
    )
  return (
    <button type="button" disabled aria-label={label} className={look}>
      {children}
    </button>
  )
}
