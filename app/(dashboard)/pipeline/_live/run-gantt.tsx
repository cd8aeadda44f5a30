'use client'

import { useEffect, useMemo, useState } from 'react'
import { cn } from '@/app/_components/cn'
import { formatDuration, NO_VALUE } from '@/lib/core/format'
import type { TaskStatus, TaskView } from '@/lib/pipeline/states'
import { type GanttRow, ganttRows, type TaskNews } from './gantt'
import { usePipelineEvents } from './use-pipeline-events'

const BAR: Record<TaskStatus, string> = {
  pending: 'bg-line',
  running: 'bg-c2',
  succeeded: 'bg-c1',
  failed: 'bg-bad',
  skipped: 'bg-line',
  cancelled: 'bg-c6',
}

const WORD: Record<TaskStatus, string> = {
  pending: NO_VALUE,
  running: 'running',
  succeeded: '',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
}

const counts = new Intl.NumberFormat('en-GB')
// British English would write 4.46m.
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 })

/**
 * The tasks of one run as bars on its time. While it runs, rows come from the events and the bars
 * grow with the clock; `now` is the server's, so that a browser whose clock is off draws the same.
 */
export function RunGantt({
  runId,
  running,
  tasks,
  now,
}: {
  runId: number
  running: boolean
  tasks: TaskView[]
  now: number
}) {
  const [clock, setClock] = useState(now)
  const [heard, setHeard] = useState<{ tasks: TaskView[]; news: ReadonlyMap<string, TaskNews> }>({
    tasks,
    news: new Map(),
  })
  const news = heard.tasks === tasks ? heard.news : undefined

  useEffect(() => {
    const ahead = Date.now() - now
    setClock(now)
    if (!running) return
    const timer = setInterval(() => setClock(Date.now() - ahead), 250)
    return () => clearInterval(timer)
  }, [running, now])

  usePipelineEvents((event) => {
    if (event.type !== 'task' || event.runId !== runId) return
    const { task, status, rowsDone, rowsTotal, message } = event
    setHeard((before) => ({
      tasks,
      news: new Map(before.tasks === tasks ? before.news : []).set(task, {
        status,
        rowsDone,
        rowsTotal,
        message,
      }),
    }))
  })

  const rows = useMemo(() => ganttRows(tasks, clock, news), [tasks, clock, news])
  return (
    <table className="w-full table-fixed text-[13px]">
      <colgroup>
        <col className="w-[92px] nav:w-[150px]" />
        <col />
        <col className="w-[72px]" />
        <col className="w-[76px] nav:w-[92px]" />
      </colgroup>
      <thead className="text-ink-3">
        <tr>
          <th scope="col" className="py-1 text-left font-normal">
            Task
          </th>
          <th scope="col" className="font-normal">
            <span className="sr-only">When</span>
          </th>
          <th scope="col" className="py-1 text-right font-normal">
            Took
          </th>
          <th scope="col" className="py-1 text-right font-normal">
            Rows
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Lane key={row.key} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function Lane({ row }: { row: GanttRow }) {
  const waiting = row.status === 'pending'
  return (
    <tr title={row.message ?? undefined}>
      <th scope="row" className={cn('truncate py-1 pr-2 text-left font-normal', waiting && 'text-ink-3')}>
        {row.name}
        {row.attempt > 1 && (
          <span className="text-warn" title={`Attempt ${row.attempt}`}>
            {' '}
            ↻{row.attempt}
          </span>
        )}
      </th>
      <td className="p-0">
        <div className="relative h-7 bg-[linear-gradient(90deg,var(--line-soft)_1px,transparent_1px)] bg-[length:16.66%_100%]">
          {row.bar && (
            <div
              className={cn('absolute top-2 h-3 rounded-[3px]', BAR[row.status])}
              style={{ left: `${row.bar.left}%`, width: `${row.bar.width}%` }}
            />
          )}
        </div>
      </td>
      <td
        className={cn(
          'text-right tabular-nums',
          row.status === 'failed' ? 'text-bad' : row.status === 'running' ? '' : 'text-ink-3',
        )}
      >
        {WORD[row.status] || (row.seconds === null ? NO_VALUE : formatDuration(row.seconds))}
      </td>
      <td className="truncate text-right tabular-nums">{rowsText(row)}</td>
    </tr>
  )
}

function rowsText({ rowsDone, rowsTotal, status, name }: GanttRow): string {
  if (rowsDone === null) return NO_VALUE
  if (status === 'running' && rowsTotal) return `${Math.floor((rowsDone / rowsTotal) * 100)}%`
  const amount = rowsDone >= 1_000_000 ? compact.format(rowsDone) : counts.format(rowsDone)
  return name === 'discover' ? `${amount} ${rowsDone === 1 ? 'file' : 'files'}` : amount
}
