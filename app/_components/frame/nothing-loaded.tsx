import Link from 'next/link'
import { buttonClass } from '@/app/_components/ui/button'
import { EmptyState } from '@/app/_components/ui/states'
import { env } from '@/lib/core/env'

/** A page of an empty warehouse: which files would fill it and where they go. */
export function NothingLoaded() {
  return (
    <div className="flex min-h-80 rounded-card border border-line bg-panel shadow-card">
      <EmptyState
        title="No data yet"
        actions={
          <Link href="/pipeline" className={buttonClass('primary')}>
            Upload files
          </Link>
        }
      >
        <p>
          Put the CSV exports of the shop into{' '}
          <code className="rounded bg-line-soft px-1">{env().inboxDir}</code> or upload them on the Pipeline
          page, then run the pipeline. Orders and order items fill Revenue, customers and products the pages
          of their name, inventory movements the Inventory page.
        </p>
      </EmptyState>
    </div>
  )
}
