import { DataAsOf } from '@/app/_components/frame/data-as-of'
import { PageHeader } from '@/app/_components/frame/page-header'
import { storeFormat } from '@/app/_components/store-format'
import { Pill } from '@/app/_components/ui/badge'
import { env } from '@/lib/core/env'
import type { ScheduleState } from '@/lib/pipeline/read-schedule'
import { isFinal, type RunView } from '@/lib/pipeline/states'
import type { VersionInfo } from '@/lib/pipeline/version'
import { loadOnce, runsOnce, scheduleOnce } from '../_parts/read-once'
import { RunButton } from '../_parts/run-button'
import { ScheduleButton } from '../_parts/schedule-button'
import { UploadDialog } from '../_parts/upload-dialog'

/** Title, what the dashboards show, when the schedule runs next, and the two buttons. */
export async function PipelineHeader({ isAdmin }: { isAdmin: boolean }) {
  const [load, runs, schedule] = await Promise.all([loadOnce(), runsOnce(), scheduleOnce()])
  const running = runs.find((run) => run.status === 'running')
  const busy = runs.some((run) => !isFinal(run.status))
  return (
    <PageHeader title="Pipeline" pill={<StatePill load={load} running={running} />}>
      <NextRun schedule={schedule} />
      <ScheduleButton paused={schedule.status === 'paused'} isAdmin={isAdmin} />
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

function NextRun({ schedule }: { schedule: ScheduleState }) {
  const { value } = storeFormat()
  if (schedule.status === 'paused') {
    const { reason, pausedBy } = schedule
    return (
      <span
        className="max-w-[46ch] text-sub text-warn"
        title={`Schedule ${schedule.cron} ${schedule.timeZone}`}
      >
        Schedule paused{pausedBy ? ` by ${pausedBy}` : ''}
        {reason ? `: ${reason}` : ''}
      </span>
    )
  }
  const { nextRunAt, timeZone, cron } = schedule
  if (!nextRunAt) return null
  const at = value(nextRunAt.toISOString(), 'timestamp')
  const soon = nextRunAt.getTime() - Date.now() < 24 * 3_600_000
  return (
    <span className="text-ink-3 text-sub" title={`Schedule ${cron}`}>
      Next by schedule {soon ? at.slice(-5) : at} {timeZone}
    </span>
  )
}
