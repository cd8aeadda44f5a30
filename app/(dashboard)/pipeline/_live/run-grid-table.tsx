'use client'

import Link from 'next/link'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { cn } from '@/app/_components/cn'
import type { TaskState } from '@/lib/pipeline/task-summary'
import { taskHref } from '../_parts/task-href'
import { StateIcon, stateCell, stateWord } from '../_parts/task-state'

export interface GridRun {
  id: number
  /** `Run 8, failed, 24 Nov 2026, 03:00, 12 s`. */
  label: string
  /** Height of its duration among the runs shown, 0 to 1. */
  height: number
  tone: 'good' | 'bad' | 'running' | 'neutral'
  /** One a task, in the grid's order; `text` says what the cell shows. */
  cells: { state: TaskState; text: string }[]
}

const BAR = { good: 'bg-c1', bad: 'bg-bad', running: 'bg-c2', neutral: 'bg-c6' }
const MOVES: Record<string, [number, number]> = {
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
}

/**
 * Runs × tasks. One cell is in the tab order, arrow keys move among them, Enter follows. The line
 * below says in words what the cell under the pointer or the focus shows.
 */
export function RunGridTable({
  runs,
  tasks,
  longest,
}: {
  runs: GridRun[]
  tasks: string[]
  longest: string
}) {
  const scroller = useRef<HTMLElement>(null)
  const table = useRef<HTMLTableElement>(null)
  // Row 0 is the run itself; the newest run is where a reader starts.
  const [at, setAt] = useState({ row: 0, column: runs.length - 1 })
  const [shown, setShown] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new run is at the right end
  useEffect(() => {
    if (scroller.current) scroller.current.scrollLeft = scroller.current.scrollWidth
  }, [runs.length])

  const onKeyDown = (event: KeyboardEvent) => {
    const to = target(event, at, runs.length)
    if (!to) return
    event.preventDefault()
    const row = Math.max(0, Math.min(tasks.length, to.row))
    const column = Math.max(0, Math.min(runs.length - 1, to.column))
    setAt({ row, column })
    table.current?.querySelector<HTMLAnchorElement>(`[data-at="${row} ${column}"]`)?.focus()
  }
  const cell = (row: number, column: number, text: string) => ({
    'data-at': `${row} ${column}`,
    'aria-label': text,
    tabIndex: at.row === row && at.column === column ? 0 : -1,
    onFocus: () => {
      setAt({ row, column })
      setShown(text)
    },
    onMouseEnter: () => setShown(text),
  })

  return (
    <>
      <section
        ref={scroller}
        aria-label="Tasks of the last runs"
        className="relative -mx-1 overflow-x-auto px-1 pb-1"
        onMouseLeave={() => setShown(undefined)}
      >
        <table
          ref={table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: cells moved among by arrow keys are a grid
          role="grid"
          aria-label="Runs in columns, tasks in rows"
          onKeyDown={onKeyDown}
          className="w-full border-separate border-spacing-x-[3px] border-spacing-y-1 text-ink-2 text-xs"
          style={{ minWidth: 92 + runs.length * 27, maxWidth: 92 + runs.length * 64 }}
        >
          <thead>
            <tr>
              <th scope="col" className={cn(STICKY, 'align-top')}>
                <span aria-hidden className="block text-[11px] text-ink-3">
                  {longest}
                </span>
                <span className="sr-only">Task</span>
              </th>
              {runs.map((run, column) => (
                <th key={run.id} scope="col" className="p-0 font-normal">
                  <Link
                    {...cell(0, column, run.label)}
                    href={`/pipeline/runs/${run.id}`}
                    prefetch={false}
                    className="flex h-[58px] flex-col items-center justify-end rounded-[3px] hover:bg-line-soft"
                  >
                    <span
                      className={cn('w-3/5 min-w-2 max-w-7 rounded-t-[3px]', BAR[run.tone])}
                      style={{ height: 2 + Math.round(run.height * 36) }}
                    />
                    <span className="w-full border-line border-t pt-0.5 text-center text-[10.5px] text-ink-3 tabular-nums">
                      {run.id}
                    </span>
                  </Link>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tasks.map((task, row) => (
              <tr key={task}>
                <th scope="row" className={STICKY}>
                  {task}
                </th>
                {runs.map((run, column) => {
                  const { state, text } = run.cells[row] ?? { state: 'pending', text: '' }
                  return (
                    <td key={run.id} className="p-0">
                      <Link
                        {...cell(row + 1, column, `Run ${run.id}, ${task}: ${text}`)}
                        href={taskHref(run.id, task)}
                        prefetch={false}
                        className={cn(
                          'grid h-5 place-items-center rounded-[3px] hover:opacity-75',
                          stateCell(state),
                        )}
                      >
                        {state !== 'pending' && <StateIcon state={state} className="size-3 text-current" />}
                      </Link>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Legend shown={shown} />
    </>
  )
}

const STICKY =
  'sticky left-0 z-10 w-[84px] bg-panel pr-1 text-left font-normal shadow-[4px_0_0_0_var(--panel)] before:absolute before:inset-y-0 before:-left-2 before:w-2 before:bg-panel'
const KEYS = ['succeeded', 'retried', 'failed', 'running', 'cancelled', 'skipped'] as const

/** What the symbols mean, or in its place what the cell under the pointer shows. */
function Legend({ shown }: { shown: string | undefined }) {
  return (
    <div className="mt-1.5 min-h-9 text-xs nav:min-h-5">
      {shown ? (
        // The link's own label says it to a screen reader.
        <p aria-hidden className="text-ink">
          {shown}
        </p>
      ) : (
        <ul className="flex flex-wrap gap-x-3.5 gap-y-1 text-ink-2">
          {KEYS.map((state) => (
            <li key={state} className="flex items-center gap-1.5">
              <span className={cn('grid h-3.5 w-5 place-items-center rounded-[3px]', stateCell(state))}>
                <StateIcon state={state} className="size-2.5 text-current" />
              </span>
              {stateWord(state)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function target(event: KeyboardEvent, at: { row: number; column: number }, runs: number) {
  const move = MOVES[event.key]
  if (move) return { row: at.row + move[0], column: at.column + move[1] }
  if (event.key === 'Home') return { row: at.row, column: 0 }
  if (event.key === 'End') return { row: at.row, column: runs - 1 }
  return undefined
}
