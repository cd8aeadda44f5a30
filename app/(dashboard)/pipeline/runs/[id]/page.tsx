import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { buttonClass } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { EmptyState, Notice } from '@/app/_components/ui/states'
import { requireSession } from '@/lib/auth/session'
import { listFiles } from '@/lib/pipeline/list-files'
import { loadChanges } from '@/lib/pipeline/load-changes'
import { readRun } from '@/lib/pipeline/read-run'
import { versionInfo } from '@/lib/pipeline/version'
import { LiveRefresh } from '../../_live/live-refresh'
import { RunPanel } from '../../_live/run-panel'
import { ActionButton } from '../../_parts/action-button'
import { BalanceBar } from '../../_parts/balance-bar'
import { CancelButton } from '../../_parts/cancel-button'
import { CheckList } from '../../_parts/check-list'
import { SubHeader } from '../../_parts/crumbs'
import { FileTable } from '../../_parts/file-table'
import { parsePageSearch } from '../../_parts/page-search'
import { Part } from '../../_parts/part'
import { RunError } from '../../_parts/run-error'
import { RunStatusBadge } from '../../_parts/status'
import { RunLine } from '../../_sections/current-run'
import { logSearchSchema, RunLog } from '../../_sections/run-log'
import { RunRecoveries } from '../../_sections/run-recoveries'
import { ChangedTotals } from '../../changes/totals'

export const metadata: Metadata = { title: 'Run' }

/** One run: its tasks in time, where its rows went, its checks, its files, and what went wrong. */
export default async function RunPage({ params, searchParams }: PageProps<'/pipeline/runs/[id]'>) {
  const user = await requireSession()
  const id = Number((await params).id)
  if (!Number.isSafeInteger(id) || id < 1) notFound()
  const [run, files, load] = await Promise.all([
    readRun(id),
    listFiles({ runId: id, pageSize: 200 }),
    versionInfo(),
  ])
  if (!run) notFound()
  const changes =
    run.status === 'published' ? await loadChanges({ from: run.version, to: run.version }) : undefined
  const search = parsePageSearch(logSearchSchema, await searchParams)
  const live = run.status === 'running' || run.status === 'queued'
  return (
    <>
      <LiveRefresh />
      <SubHeader
        title={`Run ${run.id}`}
        pill={<RunStatusBadge status={run.status} />}
        actions={
          <>
            {run.status === 'failed' && user.role === 'admin' && (
              <ActionButton
                path={`/api/pipeline/runs/${run.id}/resume`}
                busy="Queueing…"
                title="Keeps the work of the tasks that are done"
              >
                {run.error.task ? `Re-run from ${run.error.task}` : 'Re-run from where it failed'}
              </ActionButton>
            )}
            {!live && user.role === 'admin' && (
              <ActionButton
                path={`/api/pipeline/runs/${run.id}/rerun`}
                busy="Queueing…"
                then="/pipeline/runs/ID"
                title={
                  run.reloadFileIds ? 'Loads the same files again' : 'Looks at the inbox again, as a new run'
                }
              >
                Re-run
              </ActionButton>
            )}
            {live && <CancelButton runId={run.id} isAdmin={user.role === 'admin'} />}
            {run.rows.quarantined > 0 && (
              <Link href={`/pipeline/quarantine?runId=${run.id}`} className={buttonClass()}>
                Rows kept aside
              </Link>
            )}
          </>
        }
      />
      {run.status === 'failed' && <RunError error={run.error} version={load?.version} runId={run.id} />}
      {run.notice && <Notice tone="warn">{run.notice}</Notice>}
      <Part label="Recoveries" height={0} skeleton={null} render={() => RunRecoveries({ runId: run.id })} />
      <div className="grid gap-3.5 nav:grid-cols-[1.75fr_1fr]">
        <RunPanel
          title="Tasks"
          sub={<RunLine run={run} />}
          runId={run.id}
          running={run.status === 'running'}
          tasks={run.tasks}
          now={Date.now()}
          task={search.task}
        />
        <Card
          title="Every row accounted for"
          sub={
            run.status === 'published'
              ? `Published as load ${run.version}`
              : 'Settled when a run is published'
          }
        >
          <BalanceBar rows={run.rows} />
          {run.released > 0 && (
            <p className="mt-1.5 text-ink-2 text-sub">
              Besides, {run.released.toLocaleString('en-GB')} {run.released === 1 ? 'row' : 'rows'} kept aside
              of earlier files got in: each is counted in its own file.
            </p>
          )}
        </Card>
      </div>
      <div className="mt-3.5 grid gap-3.5">
        {changes && changes.totals.length > 0 && (
          <Card
            title="What changed"
            sub={daysChanged(changes.days.length)}
            actions={
              <Link
                href={`/pipeline/changes?from=${changes.loads[0]?.version}`}
                className="text-accent text-sub hover:underline"
              >
                Days and rows
              </Link>
            }
          >
            <ChangedTotals totals={changes.totals} />
          </Card>
        )}
        <Part label="Log" height={200} render={() => RunLog({ run, search })} />
        <Card
          id="checks"
          title="Checks"
          sub="A blocking check that fails stops the publish; the sample shows rows that failed"
        >
          {run.checkResults.length > 0 ? (
            <CheckList checks={run.checkResults} />
          ) : (
            <EmptyState title="No check has run">
              Checks run after the marts are rebuilt, right before the publish.
            </EmptyState>
          )}
        </Card>
        <Card
          title="Files"
          sub={
            run.reloadFileIds
              ? 'Loaded again by this run'
              : 'Taken in by this run, unless a later run read them again'
          }
        >
          {files.items.length > 0 ? (
            <FileTable files={files.items} />
          ) : (
            <EmptyState title="No file">
              {run.status === 'failed' || run.status === 'cancelled'
                ? 'It loaded none: the files it had read are taken again by the next run.'
                : 'The inbox held nothing this run had not seen before.'}
            </EmptyState>
          )}
        </Card>
      </div>
    </>
  )
}

function daysChanged(days: number): string {
  if (days === 0) return 'All that is loaded, before and after this load'
  return `All that is loaded, before and after this load; ${days.toLocaleString('en-GB')} ${days === 1 ? 'day' : 'days'} changed`
}
