'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { cn } from '@/app/_components/cn'
import { formatDuration, NO_VALUE } from '@/lib/core/format'
import type { TaskStatus } from '@/lib/pipeline/states'
import { isTaskName, TASK_GRAPH } from '@/lib/pipeline/task-graph'
import { taskHref } from '../_parts/task-href'
import { type GanttRow, gantt } from './gantt'
import { progressText, rowsText, speedText } from './progress-text'
import type { LiveRun } from './use-live-run'

const BAR: Record<TaskStatus, string> = {
  pending: 'bg-line',
  running: 'bg-c2',
  succeeded: 'bg-c1',
  failed: 'bg-bad',
  skipped: 'bg-line',
  cancelled: 'bg-c6',
}

/**
 * The tasks of one run as bars on its time, with what each has done. While it runs, rows come from
 * the events and the bars grow with the clock.
 */
export function RunGantt({ runId, running, live }: { runId: number; running: boolean; live: LiveRun }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const { rows, ticks } = gantt(live.tasks, live.clock, running)
  const toggle = (task: string) => {
    const next = new Set(open)
    if (!next.delete(task)) next.add(task)
    setOpen(next)
  }
  return (
    <table className="w-full table-fixed text-[13px]">
      <caption className="sr-only">The tasks of run {runId}, when each ran and what it did</caption>
      <colgroup>
        <col className="w-[84px] nav:w-[112px]" />
        <col />
        <col className="w-[68px] nav:w-[80px]" />
        <col className="w-[62px] nav:w-[116px]" />
        <col className="hidden w-[64px] nav:table-column" />
      </colgroup>
      <thead className="text-ink-3 text-xs">
        <tr>
          <th scope="col" className="py-1 text-left font-normal">
            Task
          </th>
          <th scope="col" className="relative font-normal">
            <span className="sr-only">When</span>
            {ticks
              .filter(({ left }) => left < 90)
              .map(({ seconds, left }) => (
                <span
                  key={seconds}
                  aria-hidden
                  className="absolute top-1 hidden whitespace-nowrap pl-1 text-[11px] tabular-nums nav:inline"
                  style={{ left: `${left}%` }}
                >
                  {seconds === 0 ? '0' : formatTick(seconds)}
                </span>
              ))}
          </th>
          <th scope="col" className="py-1 text-right font-normal">
            Took
          </th>
          <th scope="col" className="py-1 text-right font-normal">
            Rows
          </th>
          <th scope="col" className="hidden py-1 text-right font-normal nav:table-cell">
            Rows/s
          </th>
        </tr>
      </thead>
      <tbody>
        {rows
          .filter((row) => row.scope === '' || open.has(row.task))
          .map((row) => (
            <Lane key={row.key} row={row} runId={runId} ticks={ticks}>
              {row.scope === '' && (
                <PartsButton
                  task={row.task}
                  parts={rows.filter(({ task, scope }) => task === row.task && scope !== '')}
                  isOpen={open.has(row.task)}
                  onClick={() => toggle(row.task)}
                />
              )}
            </Lane>
          ))}
      </tbody>
    </table>
  )
}

function formatTick(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`
  return seconds % 60 === 0 && seconds < 3600 ? `${seconds / 60} min` : formatDuration(seconds)
}

/** Shows the files or entities of a task, and how many of them are done. */
function PartsButton({
  task,
  parts,
  isOpen,
  onClick,
}: {
  task: string
  parts: GanttRow[]
  isOpen: boolean
  onClick: () => void
}) {
  if (parts.length === 0) return null
  const done = parts.filter(({ status }) => status === 'succeeded').length
  const count = done === parts.length ? `${done}` : `${done}/${parts.length}`
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-label={`Parts of ${task}, ${done} of ${parts.length} done`}
      onClick={onClick}
      className="inline-flex shrink-0 items-center rounded-[4px] px-0.5 text-[11px] text-ink-3 tabular-nums hover:bg-line-soft hover:text-ink"
    >
      <span className="hidden nav:inline">{count}</span>
      <ChevronRight aria-hidden className={cn('size-3 transition-transform', isOpen && 'rotate-90')} />
    </button>
  )
}

function Lane({
  row,
  runId,
  ticks,
  children,
}: {
  row: GanttRow
  runId: number
  ticks: { left: number }[]
  children: ReactNode
}) {
  const waiting = row.status === 'pending' || row.status === 'skipped'
  const name = row.scope || row.task
  return (
    <tr title={row.message ?? undefined} className="group hover:bg-line-soft/50">
      <th scope="row" className={cn('truncate py-0 pr-2 text-left font-normal', row.scope && 'pl-3 text-xs')}>
        <span className="flex items-center gap-1">
          <Link
            href={taskHref(runId, row.task)}
            title={row.scope || undefined}
            className={cn('min-w-0 truncate py-1 hover:underline', waiting && 'text-ink-3')}
          >
            {name}
            {row.attempt > 1 && (
              <span className="text-warn" title={`Attempt ${row.attempt}`}>
                <span aria-hidden> ↻{row.attempt}</span>
                <span className="sr-only"> attempt {row.attempt}</span>
              </span>
            )}
          </Link>
          {children}
        </span>
      </th>
      <td className="p-0">
        <div className={cn('relative', row.scope ? 'h-5' : 'h-7')}>
          {ticks.map(({ left }) => (
            <span key={left} className="absolute inset-y-0 w-px bg-line-soft" style={{ left: `${left}%` }} />
          ))}
          {row.bar && (
            <div
              className={cn(
                'absolute overflow-hidden rounded-[3px]',
                row.scope ? 'top-1.5 h-2 opacity-75' : 'top-2 h-3',
                row.share === null ? BAR[row.status] : 'bg-c2/30',
              )}
              style={{ left: `${row.bar.left}%`, width: `${row.bar.width}%` }}
            >
              {row.share !== null && (
                <div className="h-full bg-c2" style={{ width: `${row.share * 100}%` }} />
              )}
            </div>
          )}
        </div>
      </td>
      <td className={cn('text-right tabular-nums', tone(row.status))}>{tookText(row)}</td>
      <td className="truncate text-right tabular-nums">
        <span className="nav:hidden">{progressText(row) ?? rowsText(row, unitOf(row))}</span>
        <span className="hidden nav:inline">
          {rowsText(row, unitOf(row))}
          {progressText(row) && <span className="text-ink-3"> · {progressText(row)}</span>}
        </span>
      </td>
      <td className="hidden text-right text-ink-3 tabular-nums nav:table-cell">{speedText(row)}</td>
    </tr>
  )
}

function unitOf(row: GanttRow) {
  return isTaskName(row.task) ? TASK_GRAPH[row.task].counts : 'rows'
}

function tone(status: TaskStatus): string {
  return status === 'failed' ? 'font-medium text-bad' : status === 'running' ? 'text-ink' : 'text-ink-3'
}

/** A state that is not told by its time is told by its word. */
function tookText({ status, seconds }: GanttRow): string {
  if (status === 'failed' || status === 'skipped' || status === 'cancelled') return status
  return seconds === null ? NO_VALUE : formatDuration(seconds)
}
