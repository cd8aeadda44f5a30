import { DataAsOf } from '@/app/_components/frame/data-as-of'
import { PageHeader } from '@/app/_components/frame/page-header'
import { storeFormat } from '@/app/_components/store-format'
import { Pill } from '@/app/_components/ui/badge'
import { env } from '@/lib/core/env'
import { listRuns } from '@/lib/pipeline/list-runs'
import { scheduleInfo } from '@/lib/pipeline/schedule'
import { isFinal, type RunView } from '@/lib/pipeline/states'
import { type VersionInfo, versionInfo } from '@/lib/pipeline/version'
import { RunButton } from '../_parts/run-button'
import { UploadDialog } from '../_parts/upload-dialog'

/** Title, what the dashboards show, when the schedule runs next, and the two buttons. */
export async function PipelineHeader({ isAdmin }: { isAdmin: boolean }) {
  const [load, { items: runs }] = await Promise.all([versionInfo(), listRuns({ pageSize: 10 })])
  const running = runs.find((run) => run.status === 'running')
  const busy = runs.some((run) => !isFinal(run.status))
  return (
    <PageHeader title="Pipeline" pill={<StatePill load={load} running={running} />}>
      <NextRun />
      <UploadDialog isAdmin={isAdmin} inboxDir={env().inboxDir} />
      <RunButton isAdmin={isAdmin} busy={busy} />
    </PageHeader>
  )
}

function StatePill({ load, running }: { load: VersionInfo | undefined; running: RunView | undefined }) {
  const shown = load ? `dashboards show load ${load.version}` : 'nothing published yet'
  if (running) return <Pill tone="info">{`Run ${running.id} is under way · ${shown}`}</Pill>
  return <DataAsOf load={load} now={new Date()} />
}

function NextRun() {
  const { nextRunAt, timeZone, cron } = scheduleInfo()
  const { value } = storeFormat()
  const at = value(nextRunAt.toISOString(), 'timestamp')
  const soon = nextRunAt.getTime() - Date.now() < 24 * 3_600_000
  return (
    <span className="text-ink-3 text-sub" title={`Schedule ${cron}`}>
      Next by schedule {soon ? at.slice(-5) : at} {timeZone}
    </span>
  )
}
