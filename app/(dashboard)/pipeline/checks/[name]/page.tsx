import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { ChartCard } from '@/app/_components/charts/chart-card'
import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { formatTook, NO_VALUE } from '@/lib/core/format'
import { type CheckDetail, readCheck } from '@/lib/pipeline/check-history'
import { appliedThreshold, severityWord } from '@/lib/pipeline/check-words'
import { checkHistoryTable } from '@/lib/views/check-history-table'
import { LiveRefresh } from '../../_live/live-refresh'
import { CheckRunBars } from '../../_parts/check-run-bars'
import { SubHeader } from '../../_parts/crumbs'
import { SampleRows } from '../../_parts/sample-rows'
import { CheckStatusBadge } from '../../_parts/status'
import { ThresholdForm } from '../../_parts/threshold-form'
import { asTitle } from '../../_parts/words'

export const metadata: Metadata = { title: 'Check' }

const HEIGHT = 190

/** One check: what it says, what to do about it, how it came out run by run, and rows it found. */
export default async function CheckPage({ params }: PageProps<'/pipeline/checks/[name]'>) {
  const user = await requireSession()
  const check = await readCheck((await params).name)
  if (!check) notFound()
  const { lastFinding, latest } = check
  return (
    <>
      <LiveRefresh />
      <SubHeader
        title={asTitle(check.name)}
        within={{ href: '/pipeline/checks', label: 'Checks' }}
        pill={latest && <CheckStatusBadge status={latest.status} />}
      />
      <div className="grid gap-3.5 nav:grid-cols-2">
        <Card title="What it says">
          <p>{check.description}</p>
          <Facts check={check} />
          {check.threshold && user.role === 'admin' && (
            <ThresholdForm
              name={check.name}
              own={check.threshold.value}
              unit={check.threshold.unit}
              override={check.thresholdOverride}
            />
          )}
        </Card>
        <ChartCard
          title="Failing rows by run"
          sub="A bar is a run and leads to it"
          height={HEIGHT}
          table={checkHistoryTable(check)}
          empty={{ title: 'It has not run yet', text: 'The next load is held against it.' }}
        >
          <CheckRunBars history={check.history} height={HEIGHT} />
        </ChartCard>
      </div>
      <div className="mt-3.5 grid gap-3.5">
        <Card
          title="Rows it found"
          sub={
            lastFinding && (
              <>
                {found(lastFinding)} in{' '}
                <Link href={`/pipeline/runs/${lastFinding.runId}`} className="text-accent underline">
                  run {lastFinding.runId}
                </Link>
                {latest?.status === 'passed' && ', none since'}
              </>
            )
          }
        >
          {lastFinding && lastFinding.sample.length > 0 ? (
            <>
              <SampleRows sample={lastFinding.sample} label="Rows it found" />
              <p className="mt-2.5 text-sub">
                <strong className="font-[570]">What to do.</strong> {check.whatToDo}
              </p>
            </>
          ) : (
            <EmptyState title={latest ? 'It never found a row' : 'It has not run yet'}>
              {check.whatToDo && latest
                ? `If it does: ${check.whatToDo}`
                : 'The next load is held against it.'}
            </EmptyState>
          )}
        </Card>
      </div>
    </>
  )
}

/** `The first 10 of 1,204 rows`. */
function found({ failingRows, sample }: { failingRows: number; sample: unknown[] }): string {
  const rows = `${failingRows.toLocaleString('en-GB')} ${failingRows === 1 ? 'row' : 'rows'}`
  return sample.length < failingRows ? `${sample.length} of ${rows}` : rows
}

function Facts({ check }: { check: CheckDetail }) {
  const { value } = storeFormat()
  const { latest } = check
  const facts: [string, ReactNode][] = [
    ['Name', <code key="name">{check.name}</code>],
    ['Level', check.level],
    [
      'Severity',
      check.kind === 'contract'
        ? 'contract: the row is kept aside or loads with a warning'
        : severityWord(check) === 'blocking'
          ? 'blocking: a row it finds stops the publish'
          : 'warning: the load is published all the same',
    ],
    ['Threshold', check.threshold ? appliedThreshold(check) : 'none: one row is too many'],
    [
      'Latest',
      latest ? (
        <Link key="run" href={`/pipeline/runs/${latest.runId}`} className="text-accent hover:underline">
          run {latest.runId}, {value(latest.checkedAt.toISOString(), 'timestamp')}
        </Link>
      ) : (
        NO_VALUE
      ),
    ],
    ['Took', latest ? formatTook(latest.seconds) : NO_VALUE],
  ]
  if (latest?.note) facts.push(['Passed, as', latest.note])
  return (
    <dl className="mt-2.5 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-[13px]">
      {facts.map(([name, fact]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-ink-3">{name}</dt>
          <dd className="break-words">{fact}</dd>
        </div>
      ))}
    </dl>
  )
}
