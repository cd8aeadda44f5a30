'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { Card } from '@/app/_components/ui/card'
import { Segmented } from '@/app/_components/ui/segmented'
import { LazyTaskGraph } from './lazy-task-graph'
import { RunGantt } from './run-gantt'
import { type RunOnPage, useLiveRun } from './use-live-run'

const VIEWS = ['gantt', 'graph'] as const
const OPTIONS = [
  { value: 'gantt', label: 'Gantt' },
  { value: 'graph', label: 'Graph' },
] as const

export interface RunPanelProps extends RunOnPage {
  title: ReactNode
  sub: ReactNode
  /** Buttons beside the choice of the view. */
  actions?: ReactNode
  /** The chosen task, marked in the graph. */
  task?: string
  children?: ReactNode
}

/** The tasks of a run, as bars on its time or as a graph; both follow the run while it is under way. */
export function RunPanel({ title, sub, actions, task, children, ...run }: RunPanelProps) {
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('gantt'))
  const live = useLiveRun(run)
  return (
    <Card
      title={title}
      sub={sub}
      actions={
        <>
          <Segmented
            label="Show the tasks as"
            options={OPTIONS}
            value={view}
            onChange={(next) => void setView(next)}
          />
          {actions}
        </>
      }
    >
      {view === 'gantt' ? (
        <RunGantt runId={run.runId} running={run.running} live={live} />
      ) : (
        <LazyTaskGraph runId={run.runId} live={live} selected={task} />
      )}
      {children}
    </Card>
  )
}
