import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { listFiles } from '@/lib/pipeline/list-files'
import { countQuarantine, listQuarantine, type QuarantineGroup } from '@/lib/pipeline/list-quarantine'
import { quarantineSearch } from '@/lib/pipeline/searches'
import { LiveRefresh } from '../_live/live-refresh'
import { SubHeader } from '../_parts/crumbs'
import { ENTITIES } from '../_parts/entities'
import { FilterSelect } from '../_parts/filter-select'
import { parsePageSearch } from '../_parts/page-search'
import { Pager } from '../_parts/pager'
import { QuarantineTable } from '../_parts/quarantine-table'
import { withParams } from '../_parts/with-params'
import { inWords } from '../_parts/words'

export const metadata: Metadata = { title: 'Quarantine' }

const STATES = [
  { value: 'quarantined', label: 'quarantined' },
  { value: 'waiting', label: 'waiting for a parent' },
  { value: 'released', label: 'released since' },
]

/** Every row that is kept aside: where it stands in which file, why, and what would be accepted. */
export default async function QuarantinePage({ searchParams }: PageProps<'/pipeline/quarantine'>) {
  await requireSession()
  const search = parsePageSearch(quarantineSearch, await searchParams)
  const { fileId, runId, entity, rule, state } = search
  const [{ items, total, page, pageSize }, groups, files] = await Promise.all([
    listQuarantine(search),
    countQuarantine({ fileId, runId, entity, state }),
    listFiles({ pageSize: 200 }),
  ])
  const params = { fileId: fileId?.toString(), runId: runId?.toString(), entity, rule, state }
  const withRows = files.items.filter((file) => file.rows.quarantined > 0)
  const filtered = Object.values(params).some((value) => value !== undefined)
  return (
    <>
      <LiveRefresh />
      <SubHeader
        title={runId ? `Quarantine of run ${runId}` : 'Quarantine'}
        actions={
          <a
            href={withParams('/api/pipeline/quarantine', { ...params, format: 'csv' })}
            className={buttonClass()}
            download
          >
            <Download /> CSV
          </a>
        }
      />
      <div className="mb-3.5 flex flex-wrap gap-x-4 gap-y-2">
        <FilterSelect
          name="fileId"
          label="File"
          any="all"
          options={withRows.map((file) => ({ value: String(file.id), label: file.name }))}
          value={params.fileId}
        />
        <FilterSelect name="entity" label="Entity" any="all" options={ENTITIES} value={entity} />
        <FilterSelect name="rule" label="Rule" any="all" options={ruleChoices(groups)} value={rule} />
        <FilterSelect name="state" label="State" any="kept aside now" options={STATES} value={state} />
      </div>
      <Card>
        {items.length > 0 ? (
          <QuarantineTable rows={items} />
        ) : (
          <EmptyState title={filtered ? 'No row matches' : 'Nothing is kept aside'}>
            {filtered
              ? 'Choose “all” in a filter above to see more.'
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
    </>
  )
}

function ruleChoices(groups: QuarantineGroup[]) {
  const rows = new Map<string, number>()
  for (const group of groups) rows.set(group.rule, (rows.get(group.rule) ?? 0) + group.rows)
  return [...rows].map(([rule, count]) => ({
    value: rule,
    label: `${inWords(rule)} (${count.toLocaleString('en-GB')})`,
  }))
}
