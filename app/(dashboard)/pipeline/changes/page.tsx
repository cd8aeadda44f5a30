import { ChevronLeft, ChevronRight, Download } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { DataTable } from '@/app/_components/ui/data-table'
import { EmptyState, Notice } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { type LoadChanges, loadChanges } from '@/lib/pipeline/load-changes'
import { changesSearch, newestLoad } from '@/lib/pipeline/searches'
import { currentVersion } from '@/lib/pipeline/version'
import { dayChanges, tableChanges } from '@/lib/views/changes'
import { SubHeader } from '../_parts/crumbs'
import { parsePageSearch } from '../_parts/page-search'
import { ChangedTotals } from './totals'

export const metadata: Metadata = { title: 'What changed' }

/** What a load, or some in a row, changed against the one before. */
export default async function ChangesPage({ searchParams }: PageProps<'/pipeline/changes'>) {
  await requireSession()
  const range = await newestLoad(parsePageSearch(changesSearch, await searchParams))
  const [changes, newest] = await Promise.all([range && loadChanges(range), currentVersion()])
  if (!range || !changes) {
    return (
      <>
        <SubHeader title="What changed" />
        <Card>
          <EmptyState title={range ? 'There is no such load' : 'Nothing is loaded yet'}>
            A load is what a run published;{' '}
            <Link href="/pipeline/runs" className="text-accent underline underline-offset-2">
              the runs
            </Link>{' '}
            name theirs.
          </EmptyState>
        </Card>
      </>
    )
  }
  const { from, to } = range
  const several = from !== to
  const step = (by: number) => `/pipeline/changes?from=${to + by}&to=${to + by}`
  return (
    <>
      <SubHeader
        title={several ? `What loads ${from}–${to} changed` : `What load ${to} changed`}
        actions={
          <>
            {to > 1 && (
              <Link href={step(-1)} aria-label="Load before" className={buttonClass('default', 'icon')}>
                <ChevronLeft />
              </Link>
            )}
            {to < newest && (
              <Link href={step(1)} aria-label="Load after" className={buttonClass('default', 'icon')}>
                <ChevronRight />
              </Link>
            )}
            <a
              href={`/api/pipeline/changes?from=${from}&to=${to}&format=csv`}
              download
              className={buttonClass()}
            >
              <Download /> CSV
            </a>
          </>
        }
      />
      {changes.unknown.length > 0 && (
        <Notice tone="warn">
          Changes of load {changes.unknown.join(', ')} were not followed: it was published by an earlier
          version of Storeroom.
        </Notice>
      )}
      <Loads changes={changes} />
      <div className="grid gap-3.5 nav:grid-cols-2">
        <Card
          title="Figures"
          sub={several ? `Before load ${from} and after load ${to}` : 'Before and after the load'}
        >
          <ChangedTotals totals={changes.totals} />
        </Card>
        <Card
          title="Rows"
          sub={several ? 'A row that two of the loads changed counts twice' : 'Of the warehouse’s tables'}
        >
          <DataTable label="Rows" {...tableChanges(changes)} empty="No row was added, changed or removed." />
        </Card>
      </div>
      <Card
        className="mt-3.5"
        title="Days"
        sub="Days whose sales figures are no longer the same, newest first; open one to see its orders"
      >
        {changes.days.length > 0 ? (
          <DataTable label="Days that changed" {...dayChanges(changes)} pageSize={31} />
        ) : (
          <EmptyState title="No day changed">
            {from === 1
              ? 'Before the first load there was no day.'
              : 'No figure of sales or refunds changed on any day.'}
          </EmptyState>
        )}
      </Card>
    </>
  )
}

function Loads({ changes: { loads } }: { changes: LoadChanges }) {
  const { value } = storeFormat()
  return (
    <p className="-mt-1 mb-3.5 flex flex-wrap gap-x-4 gap-y-1 text-[13px] text-ink-2">
      {loads.slice(-12).map(({ version, runId, publishedAt }) => (
        <span key={version}>
          Load {version}, published {value(publishedAt.toISOString(), 'timestamp')} by{' '}
          <Link href={`/pipeline/runs/${runId}`} className="text-accent underline underline-offset-2">
            run {runId}
          </Link>
        </span>
      ))}
    </p>
  )
}
