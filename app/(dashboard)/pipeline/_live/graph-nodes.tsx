import { Handle, type Node, type NodeProps, Position } from '@xyflow/react'
import Link from 'next/link'
import { cn } from '@/app/_components/cn'
import { formatDuration } from '@/lib/core/format'
import { TASK_GRAPH } from '@/lib/pipeline/task-graph'
import type { TaskName } from '@/lib/pipeline/task-names'
import { taskHref } from '../_parts/task-href'
import { StateIcon, stateWord } from '../_parts/task-state'
import type { TaskFigures } from './graph-figures'
import { progressText, rowsText, speedText } from './progress-text'

type TaskNodeType = Node<{ runId: number; task: TaskName; figures: TaskFigures; selected: boolean }, 'task'>
type FrameType = Node<Record<string, never>, 'frame'>
export type GraphNode = TaskNodeType | FrameType

const HANDLE = '!size-1 !min-h-0 !min-w-0 !border-0 !bg-transparent'

/** A task: symbol and name, and what it has done. */
export function TaskNode({ data: { runId, task, figures, selected } }: NodeProps<TaskNodeType>) {
  const { state, share } = figures
  const quiet = state === 'pending' || state === 'skipped'
  return (
    <>
      {([Position.Left, Position.Top] as const).map((side) => (
        <Handle key={side} id={`in ${side}`} type="target" position={side} className={HANDLE} />
      ))}
      <Link
        href={taskHref(runId, task)}
        title={TASK_GRAPH[task].description}
        className={cn(
          'pointer-events-auto relative flex h-full flex-col justify-center overflow-hidden rounded-control border bg-panel px-2.5 hover:border-accent',
          BORDER[state] ?? 'border-line',
          selected && 'ring-2 ring-accent',
        )}
      >
        <span className="flex min-w-0 items-center gap-1.5 text-[13px] font-medium">
          <StateIcon state={state} />
          <span className={cn('truncate', quiet && 'text-ink-3')}>{task}</span>
          <span className="sr-only">, {stateWord(state)}, </span>
          {figures.attempt > 1 && <span className="ml-auto text-warn text-xs">↻{figures.attempt}</span>}
        </span>
        <span className="truncate text-ink-3 text-xs tabular-nums">{figuresText(task, figures)}</span>
        {share !== null && (
          <span className="absolute inset-x-0 bottom-0 h-[3px] bg-c2/25">
            <span className="block h-full bg-c2" style={{ width: `${share * 100}%` }} />
          </span>
        )}
      </Link>
      {([Position.Right, Position.Bottom] as const).map((side) => (
        <Handle key={side} id={`out ${side}`} type="source" position={side} className={HANDLE} />
      ))}
    </>
  )
}

const BORDER: Partial<Record<TaskFigures['state'], string>> = {
  running: 'border-c2',
  failed: 'border-bad',
  retried: 'border-warn/60',
  pending: 'border-dashed border-line',
}

/** `2.4 s · 29,538`, `47% · 312k/s`, `not reached`. */
export function figuresText(task: TaskName, figures: TaskFigures): string {
  const { state, seconds, rows, parts } = figures
  if (seconds === null) return stateWord(state)
  const done = rowsText({ rowsDone: rows }, TASK_GRAPH[task].counts)
  const said = [progressText(figures) ?? formatDuration(seconds)]
  if (state === 'failed') said.unshift('failed')
  else if (rows !== null) said.push(done)
  if (state === 'running' && figures.rowsPerSecond !== null) said.push(`${speedText(figures)}/s`)
  if (parts && state === 'running') said.push(`${parts.done} of ${parts.of}`)
  return said.join(' · ')
}

/** Around the tasks of the publishing transaction. */
export function GroupFrame() {
  return (
    <div className="flex h-full items-end rounded-card border border-line bg-line-soft/40 px-3 pb-1 text-[11.5px] text-ink-3">
      One transaction: all or nothing
    </div>
  )
}
