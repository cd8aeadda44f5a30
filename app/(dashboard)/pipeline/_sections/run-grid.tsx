import Link from 'next/link'
import { cn } from '@/app/_components/cn'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { type RunHistoryEntry, runHistory } from '@/lib/pipeline/run-history'
import { TASK_NAMES } from '@/lib/pipeline/task-names'
import { inWords } from '../_parts/words'

const RUNS = 24

type Cell = 'passed' | 'retried' | 'failed' | 'running' | 'cancelled' | 'none'

const COLOUR: Record<Cell, string> = {
  passed: 'bg-good/55',
  retried: 'bg-warn/60',
  failed: 'bg-bad',
  running: 'bg-c2',
  cancelled: 'bg-c6',
  none: 'bg-line-soft',
}

/** The last runs at a glance: a column is a run, a row a task. */
export async function RunGrid() {
  const runs = await runHistory(RUNS)
  if (runs.length === 0) {
    return (
      <Card title="Last runs" sub="A column is a run, a row a task">
        <EmptyState title="No run yet">Each run adds a column here.</EmptyState>
      </Card>
    )
  }
  return (
    <Card
      title={runs.length === 1 ? 'The first run' : `Last ${runs.length} runs`}
      sub="A column is a run, a row a task; click for its log"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard */}
      <section aria-label="Tasks of the last runs" tabIndex={0} className="overflow-x-auto">
        <div
          className="grid min-w-[560px] items-center gap-[3px] text-xs text-ink-2"
          style={{ gridTemplateColumns: `96px repeat(${RUNS}, minmax(0, 1fr))` }}
        >
          <div className="grid gap-[3px]">
            {TASK_NAMES.map((task) => (
              <span key={task} className="h-[15px] leading-[15px]">
                {task}
              </span>
            ))}
          </div>
          {runs.map((run) => (
            <RunColumn key={run.id} run={run} />
          ))}
        </div>
      </section>
      <ul className="mt-2.5 flex flex-wrap gap-x-3.5 gap-y-1 text-xs">
        <Key cell="passed">passed</Key>
        <Key cell="retried">retried</Key>
        <Key cell="failed">failed, nothing published</Key>
        <Key cell="running">running</Key>
        <Key cell="none">not reached</Key>
      </ul>
    </Card>
  )
}

function RunColumn({ run }: { run: RunHistoryEntry }) {
  const cells = TASK_NAMES.map((task) => ({ task, cell: cellOf(run, task) }))
  const failed = cells.filter(({ cell }) => cell === 'failed').map(({ task }) => task)
  const label = `Run ${run.id}: ${inWords(run.status)}${failed.length ? ` at ${failed.join(', ')}` : ''}`
  return (
    <Link
      href={`/pipeline/runs/${run.id}`}
      aria-label={label}
      title={label}
      className="grid gap-[3px] rounded-[3px] hover:opacity-75"
    >
      {cells.map(({ task, cell }) => (
        <span key={task} className={cn('h-[15px] rounded-[3px]', COLOUR[cell])} />
      ))}
    </Link>
  )
}

function cellOf(run: RunHistoryEntry, name: string): Cell {
  const tasks = run.tasks.filter(({ task }) => task === name)
  const has = (status: string) => tasks.some((task) => task.status === status)
  if (has('failed')) return 'failed'
  if (has('running')) return 'running'
  if (has('cancelled')) return 'cancelled'
  if (!has('succeeded')) return 'none'
  return tasks.some((task) => task.attempt > 1) ? 'retried' : 'passed'
}

function Key({ cell, children }: { cell: Cell; children: string }) {
  return (
    <li className="flex items-center gap-1.5 text-ink-2">
      <span aria-hidden className={cn('size-[9px] rounded-[2px]', COLOUR[cell])} />
      {children}
    </li>
  )
}
