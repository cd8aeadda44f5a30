import Link from 'next/link'
import { storeFormat } from '@/app/_components/store-format'
import { formatDuration } from '@/lib/core/format'
import type { TaskView } from '@/lib/pipeline/states'
import { isTaskName, TASK_GRAPH } from '@/lib/pipeline/task-graph'
import { summariseTask } from '@/lib/pipeline/task-summary'
import { rowsText } from '../_live/progress-text'
import { taskHref } from './task-href'
import { StateIcon, stateWord } from './task-state'

/** One task of a run: what it does, what it waited for, how it went and what it said. */
export function TaskDetail({ runId, task, tasks }: { runId: number; task: string; tasks: TaskView[] }) {
  const rows = tasks.filter((row) => row.task === task)
  const place = isTaskName(task) ? TASK_GRAPH[task] : undefined
  const summary = summariseTask(rows, Date.now())
  const { value } = storeFormat()
  const started = rows.flatMap((row) => ('startedAt' in row && row.startedAt ? row.startedAt : []))
  const facts = [
    stateWord(summary.state),
    ...(summary.attempt > 1 ? [`attempt ${summary.attempt}`] : []),
    ...(started[0] ? [`started ${value(started[0].toISOString(), 'timestamp')}`] : []),
    ...(summary.seconds !== null ? [`took ${formatDuration(summary.seconds)}`] : []),
    ...(summary.rows !== null
      ? [
          `${rowsText({ rowsDone: summary.rows }, place?.counts ?? 'rows')}${place?.counts === 'rows' ? ' rows' : ''}`,
        ]
      : []),
  ]
  return (
    <div className="mb-3 rounded-control bg-line-soft/60 px-3.5 py-2.5 text-[13px]">
      <p className="flex flex-wrap items-center gap-x-2 font-medium">
        <StateIcon state={summary.state} />
        {task}
        <span className="font-normal text-ink-2">{facts.join(' · ')}</span>
      </p>
      {place && (
        <p className="text-ink-2 text-sub">
          {place.description}.{' '}
          {place.dependsOn.length > 0 && (
            <>
              Runs after{' '}
              {place.dependsOn.map((before, i) => (
                <span key={before}>
                  {i > 0 && ', '}
                  <Link
                    href={taskHref(runId, before)}
                    scroll={false}
                    className="text-accent underline underline-offset-2"
                  >
                    {before}
                  </Link>
                </span>
              ))}
              .
            </>
          )}
        </p>
      )}
    </div>
  )
}
