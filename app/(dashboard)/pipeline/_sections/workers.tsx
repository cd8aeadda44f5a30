import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { Badge, type Tone } from '@/app/_components/ui/badge'
import { Card } from '@/app/_components/ui/card'
import { formatAgo, formatDuration } from '@/lib/core/format'
import { cronInWords } from '@/lib/pipeline/cron-in-words'
import { listWorkers, type WorkerView } from '@/lib/pipeline/list-workers'
import type { ScheduleState } from '@/lib/pipeline/read-schedule'
import { Facts } from '../_parts/facts'
import { scheduleOnce } from '../_parts/read-once'

/** When runs start by themselves, and who executes them. */
export async function Workers() {
  const [schedule, workers] = await Promise.all([scheduleOnce(), listWorkers()])
  const alive = workers.filter(({ state }) => state !== 'lost' && state !== 'stopped')
  return (
    <Card
      title="Schedule and workers"
      sub="Several workers may run; one run executes at a time"
      actions={
        schedule.status === 'paused' ? <Badge tone="warn">paused</Badge> : <Badge tone="good">active</Badge>
      }
    >
      <Schedule schedule={schedule} />
      <h3 className="mt-3 mb-0.5 font-semibold text-[13px]">
        {alive.length === 1 ? 'One worker' : `${alive.length} workers`}
      </h3>
      {workers.length === 0 ? (
        <p className="text-ink-2 text-sub">
          None has given a sign in the last hour. <code>npm start</code> starts one.
        </p>
      ) : (
        <ul className="text-[13px]">
          {workers.slice(0, SHOWN).map((worker) => (
            <Worker key={worker.id} worker={worker} />
          ))}
        </ul>
      )}
      {workers.length > SHOWN && (
        <p className="pt-1 text-ink-3 text-xs">and {workers.length - SHOWN} that ended within the hour</p>
      )}
    </Card>
  )
}

const SHOWN = 4

function Schedule({ schedule }: { schedule: ScheduleState }) {
  const { value } = storeFormat()
  const at = (date: Date) => value(date.toISOString(), 'timestamp')
  return (
    <Facts
      facts={[
        [
          'Runs',
          <span key="cron" title={schedule.cron}>
            {cronInWords(schedule.cron)}
          </span>,
        ],
        ['Time zone', schedule.timeZone],
        schedule.status === 'active'
          ? ['Next run', schedule.nextRunAt ? at(schedule.nextRunAt) : 'never']
          : [
              schedule.pausedBy ? `Paused by ${schedule.pausedBy}` : 'Paused by itself',
              <span key="reason" className="text-warn">
                {schedule.reason ?? at(schedule.pausedAt)}
              </span>,
            ],
        ['Missed ticks', schedule.catchUp === 'once' ? 'are caught up with by one run' : 'are skipped'],
        [
          'Pauses by itself',
          schedule.pauseAfter === 0
            ? 'never'
            : `after ${schedule.pauseAfter} failed ${schedule.pauseAfter === 1 ? 'run' : 'runs'} (now ${schedule.failuresInRow})`,
        ],
      ]}
    />
  )
}

const TONE: Record<WorkerView['state'], Tone> = {
  idle: 'good',
  standby: 'neutral',
  executing: 'info',
  lost: 'bad',
  stopped: 'neutral',
}

function Worker({ worker }: { worker: WorkerView }) {
  const runId = 'runId' in worker ? worker.runId : null
  return (
    <li className="flex items-baseline gap-2 border-line-soft border-b py-[5px] last:border-b-0">
      <span className="min-w-0 flex-1 truncate" title={worker.id}>
        {worker.host} <span className="text-ink-3 tabular-nums">{worker.pid}</span>
      </span>
      <span className="shrink-0 text-ink-3 text-xs tabular-nums">
        {worker.state === 'stopped'
          ? formatAgo(worker.stoppedAt, new Date())
          : `heartbeat ${formatDuration(worker.silentSeconds)} ago`}
      </span>
      <Badge tone={TONE[worker.state]}>
        {worker.state}
        {runId !== null && (
          <Link href={`/pipeline/runs/${runId}`} className="ml-1 hover:underline">
            run {runId}
          </Link>
        )}
      </Badge>
    </li>
  )
}
