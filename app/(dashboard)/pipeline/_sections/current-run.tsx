import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Button } from '@/app/_components/ui/button'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { env } from '@/lib/core/env'
import { type RunDetail, readRun } from '@/lib/pipeline/read-run'
import { RunPanel } from '../_live/run-panel'
import { CancelButton } from '../_parts/cancel-button'
import { runsOnce } from '../_parts/read-once'
import { RunStatusBadge } from '../_parts/status'
import { startedBy } from '../_parts/words'

/** The run that executes, else the last one, as a Gantt of its tasks. */
export async function CurrentRun({ isAdmin }: { isAdmin: boolean }) {
  const items = await runsOnce()
  const shown = items.find((run) => run.status === 'running') ?? items[0]
  const run = shown && (await readRun(shown.id))
  if (!run) {
    return (
      <Card title="No run yet" sub="A run reads the inbox, checks every row and publishes the result">
        <EmptyState title="The inbox has not been read yet">
          Put CSV exports into <code className="break-all">{env().inboxDir}</code> or upload them here;
          customers, suppliers, products, orders, order items, refunds, stock movements and exchange rates are
          told apart by their headers. Then run the pipeline.
        </EmptyState>
      </Card>
    )
  }
  const live = run.status === 'running' || run.status === 'queued'
  return (
    <RunPanel
      runId={run.id}
      running={run.status === 'running'}
      tasks={run.tasks}
      now={Date.now()}
      title={<Link href={`/pipeline/runs/${run.id}`} className="hover:underline">{`Run ${run.id}`}</Link>}
      sub={<RunLine run={run} />}
      actions={
        <>
          <Button asChild size="sm">
            <Link href={`/pipeline/runs/${run.id}#log`}>Log</Link>
          </Button>
          {live ? <CancelButton runId={run.id} isAdmin={isAdmin} /> : <RunStatusBadge status={run.status} />}
        </>
      }
    />
  )
}

/** `Started 14:02 by schedule · worker-1`. */
export function RunLine({ run }: { run: RunDetail }) {
  const { value } = storeFormat()
  if (run.status === 'queued') {
    return `Waits for a worker since ${value(run.requestedAt.toISOString(), 'timestamp')}, asked for ${startedBy(run)}`
  }
  const started = run.startedAt
    ? `Started ${value(run.startedAt.toISOString(), 'timestamp')}`
    : 'Not started,'
  const worker = run.status === 'running' && run.workerId ? ` · ${run.workerId}` : ''
  const stopping = run.status === 'running' && run.cancelRequestedAt ? ' · is being cancelled' : ''
  return `${started} ${startedBy(run)}${worker}${stopping}`
}
