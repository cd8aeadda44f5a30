import Link from 'next/link'
import type { ReactNode } from 'react'
import { DataAsOf } from '@/app/_components/frame/data-as-of'
import { versionInfo } from '@/lib/pipeline/version'

/** A page below the pipeline: where it stands, its title, the load the dashboards show, and buttons at the right. */
export async function SubHeader({
  title,
  within,
  pill,
  actions,
}: {
  title: string
  /** The page between this one and the pipeline. */
  within?: { href: string; label: string }
  pill?: ReactNode
  actions?: ReactNode
}) {
  return (
    <header className="mb-4 flex flex-wrap items-center gap-x-2.5 gap-y-2">
      <nav aria-label="Breadcrumb" className="text-ink-3 text-title">
        <Link href="/pipeline" className="hover:text-ink">
          Pipeline
        </Link>
        <span aria-hidden className="pl-2.5">
          /
        </span>
        {within && (
          <>
            <Link href={within.href} className="pl-2.5 hover:text-ink">
              {within.label}
            </Link>
            <span aria-hidden className="pl-2.5">
              /
            </span>
          </>
        )}
      </nav>
      <h1 className="min-w-0 break-words text-title font-[650] tracking-[-0.015em]">{title}</h1>
      {pill}
      <DataAsOf load={await versionInfo()} now={new Date()} />
      {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  )
}
