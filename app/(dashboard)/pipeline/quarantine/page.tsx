import type { Metadata } from 'next'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { countQuarantine, listQuarantine } from '@/lib/pipeline/list-quarantine'
import { type Facet, quarantineFacets } from '@/lib/pipeline/quarantine/facets'
import { quarantineSearch } from '@/lib/pipeline/searches'
import { LiveRefresh } from '../_live/live-refresh'
import { SubHeader } from '../_parts/crumbs'
import { FilterSelect } from '../_parts/filter-select'
import { parsePageSearch } from '../_parts/page-search'
import { Pager } from '../_parts/pager'
import { QuarantineTable } from '../_parts/quarantine-table'
import { SelectionProvider } from '../_parts/selection'
import { QUARANTINE_STATE_WORDS } from '../_parts/status'
import { withParams } from '../_parts/with-params'
import { inWords } from '../_parts/words'
import { BulkActions } from './_parts/bulk-actions'
import type { Decision } from './_parts/decide-dialog'
import { DownloadMenu } from './_parts/download-menu'
import { Groups } from './_parts/groups'

export const metadata: Metadata = { title: 'Quarantine' }

const counts = new Intl.NumberFormat('en-GB')

/** Every row that is kept aside: what is wrong and what to do, row by row, with what may be done about it. */
export default async function QuarantinePage({ searchParams }: PageProps<'/pipeline/quarantine'>) {
  const isAdmin = (await requireSession()).role === 'admin'
  const search = parsePageSearch(quarantineSearch, await searchParams)
  const { fileId, runId, entity, rule, state } = search
  const filter = { fileId, runId, entity, rule, state }
  const [{ items, total, page, pageSize }, groups, facets] = await Promise.all([
    listQuarantine(search),
    countQuarantine(filter),
    quarantineFacets(filter),
  ])
  const params = { fileId: fileId?.toString(), runId: runId?.toString(), entity, rule, state }
  const filtered = Object.values(params).some((value) => value !== undefined)
  const shown = items.map(({ id }) => id)
  return (
    <>
      <LiveRefresh />
      <SubHeader
        title={runId ? `Quarantine of run ${runId}` : 'Quarantine'}
        actions={
          <DownloadMenu
            rejects={rejectsOf(facets.entity, params)}
            report={apiPath('', { ...params, format: 'csv' })}
          />
        }
      />
      <div className="mb-3.5 flex flex-wrap gap-x-4 gap-y-2">
        <FilterSelect
          name="state"
          label="State"
          any="open"
          options={stateOptions(facets.state)}
          value={state}
        />
        <FilterSelect
          name="rule"
          label="Rule"
          any="all"
          options={options(facets.rule, inWords)}
          value={rule}
        />
        <FilterSelect
          name="entity"
          label="Entity"
          any="all"
          options={options(facets.entity)}
          value={entity}
        />
        <FilterSelect
          name="fileId"
          label="File"
          any="all"
          options={options(facets.file)}
          value={params.fileId}
        />
        <FilterSelect
          name="runId"
          label="Run"
          any="all"
          options={options(facets.run, (run) => `run ${run}`)}
          value={params.runId}
        />
      </div>
      <SelectionProvider>
        <div className="grid gap-3.5">
          {groups.length > 0 && <Groups groups={groups} params={params} />}
          <Card
            title="Rows"
            sub={
              isAdmin
                ? 'Newest file first; open one to correct it'
                : 'Newest file first; an admin may correct them'
            }
            actions={
              isAdmin &&
              total > 0 && (
                <BulkActions
                  filter={defined(params)}
                  total={total}
                  shown={shown}
                  decisions={decisionsIn(state)}
                />
              )
            }
          >
            {items.length > 0 ? (
              <QuarantineTable rows={items} selectable={isAdmin} />
            ) : (
              <EmptyState title={filtered ? 'No row matches' : 'Nothing is kept aside'}>
                {filtered
                  ? 'Choose “all” or “open” in a filter above to see more.'
                  : 'Every row of every file is in the warehouse, repeated one that is, or was replaced by a later one.'}
              </EmptyState>
            )}
            <Pager
              path="/pipeline/quarantine"
              search={params}
              page={page}
              pageSize={pageSize}
              total={total}
              of="rows"
            />
          </Card>
        </div>
      </SelectionProvider>
    </>
  )
}

type Params = Record<string, string | undefined>

const apiPath = (path: string, params: Params) => withParams(`/api/pipeline/quarantine${path}`, params)

const defined = (params: Params) =>
  Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )

function options(facet: readonly Facet[], words: (label: string) => string = (label) => label) {
  return facet.map(({ value, label, rows }) => ({ value, label: `${words(label)} (${counts.format(rows)})` }))
}

function stateOptions(facet: readonly Facet[]) {
  const all = facet.reduce((sum, { rows }) => sum + rows, 0)
  const named = Object.entries(QUARANTINE_STATE_WORDS).map(([value, label]) => {
    const rows = facet.find((found) => found.value === value)?.rows ?? 0
    return { value, label: `${label} (${counts.format(rows)})` }
  })
  return [...named, { value: 'any', label: `any (${counts.format(all)})` }]
}

/** A file to mend for each entity among the rows shown. */
function rejectsOf(entities: readonly Facet[], params: Params) {
  return entities
    .filter(({ value }) => params.entity === undefined || params.entity === value)
    .map(({ value }) => ({ label: value, href: apiPath('/rejects', { ...params, entity: value }) }))
}

function decisionsIn(state: string | undefined): Decision[] {
  if (state === 'discarded') return ['restore']
  if (state === 'released' || state === 'fixed') return []
  return state === 'retry' ? ['discard'] : ['replay', 'discard']
}
