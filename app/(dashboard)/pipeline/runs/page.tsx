import type { Metadata } from 'next'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { listRuns } from '@/lib/pipeline/list-runs'
import { runSearch } from '@/lib/pipeline/searches'
import { LiveRefresh } from '../_live/live-refresh'
import { SubHeader } from '../_parts/crumbs'
import { parsePageSearch } from '../_parts/page-search'
import { Pager } from '../_parts/pager'
import { RunTable } from '../_parts/run-table'

export const metadata: Metadata = { title: 'Runs' }

/** Every run, newest first. */
export default async function RunsPage({ searchParams }: PageProps<'/pipeline/runs'>) {
  await requireSession()
  const { page, pageSize } = parsePageSearch(runSearch, await searchParams)
  const { items, total } = await listRuns({ page, pageSize })
  return (
    <>
      <LiveRefresh />
      <SubHeader title="Runs" />
      <Card>
        {items.length > 0 ? (
          <RunTable runs={items} />
        ) : (
          <EmptyState title="No run here">Go back to the first page.</EmptyState>
        )}
        <Pager path="/pipeline/runs" search={{}} page={page} pageSize={pageSize} total={total} of="runs" />
      </Card>
    </>
  )
}
