import { Download } from 'lucide-react'
import type { Metadata } from 'next'
import { KpiTile, KpiTiles } from '@/app/_components/kpi-tile'
import { buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { formatTook } from '@/lib/core/format'
import { type CheckedRun, listChecks } from '@/lib/pipeline/check-history'
import { checkSearch } from '@/lib/pipeline/check-search'
import { CHECK_LEVELS, CHECK_SEVERITIES, CHECK_STATUSES } from '@/lib/pipeline/check-words'
import { LiveRefresh } from '../_live/live-refresh'
import { CheckTable } from '../_parts/check-table'
import { SubHeader } from '../_parts/crumbs'
import { FilterSelect } from '../_parts/filter-select'
import { parsePageSearch } from '../_parts/page-search'
import { withParams } from '../_parts/with-params'

export const metadata: Metadata = { title: 'Checks' }

const choices = (words: readonly string[]) => words.map((word) => ({ value: word, label: word }))

/** Every check by level: what the newest run made of it, and how it came out before. */
export default async function ChecksPage({ searchParams }: PageProps<'/pipeline/checks'>) {
  await requireSession()
  const search = parsePageSearch(checkSearch, await searchParams)
  const { level, status, severity } = search
  const { runs, items } = await listChecks(search)
  const params = { level, status, severity }
  return (
    <>
      <LiveRefresh />
      <SubHeader
        title="Checks"
        actions={
          <a
            href={withParams('/api/pipeline/checks', { ...params, format: 'csv' })}
            className={buttonClass()}
            download
          >
            <Download /> CSV
          </a>
        }
      />
      <Tiles runs={runs} />
      <div className="my-3.5 flex flex-wrap gap-x-4 gap-y-2">
        <FilterSelect name="level" label="Level" any="all" options={choices(CHECK_LEVELS)} value={level} />
        <FilterSelect
          name="status"
          label="Result"
          any="all"
          options={choices(CHECK_STATUSES)}
          value={status}
        />
        <FilterSelect
          name="severity"
          label="Severity"
          any="all"
          options={choices(CHECK_SEVERITIES)}
          value={severity}
        />
      </div>
      <Card
        title="What every load is held against"
        sub="A blocking check that fails stops the publish: the dashboards stay on the last good load. A contract rule keeps the row aside or lets it load with a warning."
      >
        {items.length > 0 ? (
          <CheckTable checks={items} runs={runs.map(({ runId }) => runId)} />
        ) : runs.length === 0 ? (
          <EmptyState title="No check has run yet">
            Checks run at the end of a load, right before it is published. Run the pipeline.
          </EmptyState>
        ) : (
          <EmptyState title="No check matches">Choose “all” in a filter above to see more.</EmptyState>
        )}
      </Card>
    </>
  )
}

/** How the checks of the newest run came out, and of the runs before. */
function Tiles({ runs }: { runs: CheckedRun[] }) {
  const newest = runs.at(-1)
  if (!newest) return null
  const of = `of run ${newest.runId}`
  return (
    <KpiTiles>
      <KpiTile
        label="Passed"
        value={String(newest.passed)}
        note={of}
        spark={runs.map(({ passed }) => passed)}
      />
      <KpiTile
        label="Warned"
        value={String(newest.warned)}
        note={newest.warned > 0 ? 'published all the same' : of}
        spark={runs.map(({ warned }) => warned)}
      />
      <KpiTile
        label="Failed"
        value={String(newest.failed)}
        note={newest.failed > 0 ? 'nothing was published' : 'none stopped the publish'}
        spark={runs.map(({ failed }) => failed)}
      />
      <KpiTile
        label="Checking took"
        value={formatTook(newest.seconds)}
        note="all checks together"
        spark={runs.map(({ seconds }) => seconds)}
      />
    </KpiTiles>
  )
}
