import type { Metadata } from 'next'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { listFiles } from '@/lib/pipeline/list-files'
import { fileSearch } from '@/lib/pipeline/searches'
import { LiveRefresh } from '../_live/live-refresh'
import { SubHeader } from '../_parts/crumbs'
import { ENTITIES } from '../_parts/entities'
import { FileTable } from '../_parts/file-table'
import { FilterSelect } from '../_parts/filter-select'
import { parsePageSearch } from '../_parts/page-search'
import { Pager } from '../_parts/pager'

export const metadata: Metadata = { title: 'Files' }

const STATUSES = ['received', 'loaded', 'rejected'].map((status) => ({ value: status, label: status }))

/** Every file ever received, by status and entity. */
export default async function FilesPage({ searchParams }: PageProps<'/pipeline/files'>) {
  await requireSession()
  const search = parsePageSearch(fileSearch, await searchParams)
  const { items, total, page, pageSize } = await listFiles(search)
  const { status, entity, runId } = search
  return (
    <>
      <LiveRefresh />
      <SubHeader title={runId ? `Files of run ${runId}` : 'Files'} />
      <div className="mb-3.5 flex flex-wrap gap-x-4 gap-y-2">
        <FilterSelect name="status" label="Status" any="all" options={STATUSES} value={status} />
        <FilterSelect name="entity" label="Entity" any="all" options={ENTITIES} value={entity} />
      </div>
      <Card>
        {items.length > 0 ? (
          <FileTable files={items} />
        ) : (
          <EmptyState title="No file matches">
            Choose “all” above, or upload a file on the pipeline page.
          </EmptyState>
        )}
        <Pager
          path="/pipeline/files"
          search={{ status, entity, runId: runId?.toString() }}
          page={page}
          pageSize={pageSize}
          total={total}
          of="files"
        />
      </Card>
    </>
  )
}
