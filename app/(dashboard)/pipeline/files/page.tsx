import type { Metadata } from 'next'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { listFiles, reloadableFiles } from '@/lib/pipeline/list-files'
import { fileSearch } from '@/lib/pipeline/searches'
import { LiveRefresh } from '../_live/live-refresh'
import { SubHeader } from '../_parts/crumbs'
import { ENTITIES } from '../_parts/entities'
import { FileTable } from '../_parts/file-table'
import { FilterDay } from '../_parts/filter-day'
import { FilterSelect } from '../_parts/filter-select'
import { parsePageSearch } from '../_parts/page-search'
import { Pager } from '../_parts/pager'
import { SelectionProvider } from '../_parts/selection'
import { ReloadDialog } from './reload-dialog'

export const metadata: Metadata = { title: 'Files' }

const STATUSES = ['received', 'loaded', 'rejected'].map((status) => ({ value: status, label: status }))

/** Every file ever received, by status, entity and day of arrival; an admin may load them again. */
export default async function FilesPage({ searchParams }: PageProps<'/pipeline/files'>) {
  const isAdmin = (await requireSession()).role === 'admin'
  const search = parsePageSearch(fileSearch, await searchParams)
  const [{ items, total, page, pageSize }, reloadable] = await Promise.all([
    listFiles(search),
    isAdmin ? reloadableFiles(search) : [],
  ])
  const { status, entity, runId, arrivedFrom, arrivedTo } = search
  const shown = items.filter((file) => file.status !== 'received').map(({ id }) => id)
  return (
    <SelectionProvider>
      <LiveRefresh />
      <SubHeader title={runId ? `Files of run ${runId}` : 'Files'} />
      <div className="mb-3.5 flex flex-wrap gap-x-4 gap-y-2">
        <FilterSelect name="status" label="Status" any="all" options={STATUSES} value={status} />
        <FilterSelect name="entity" label="Entity" any="all" options={ENTITIES} value={entity} />
        <FilterDay name="arrivedFrom" label="Arrived from" value={arrivedFrom} />
        <FilterDay name="arrivedTo" label="to" value={arrivedTo} />
        {isAdmin && reloadable.length > 0 && (
          <div className="ml-auto">
            <ReloadDialog shown={shown} ofFilter={reloadable} />
          </div>
        )}
      </div>
      <Card>
        {items.length > 0 ? (
          <FileTable files={items} selectable={isAdmin ? shown : undefined} />
        ) : (
          <EmptyState title="No file matches">
            Choose “all” above, or upload a file on the pipeline page.
          </EmptyState>
        )}
        <Pager
          path="/pipeline/files"
          search={{ status, entity, runId: runId?.toString(), arrivedFrom, arrivedTo }}
          page={page}
          pageSize={pageSize}
          total={total}
          of="files"
        />
      </Card>
    </SelectionProvider>
  )
}
