import { storeFormat } from '@/app/_components/store-format'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { formatDuration } from '@/lib/core/format'
import { gridTasks, type RunHistoryEntry } from '@/lib/pipeline/run-history'
import { isTaskName, TASK_GRAPH } from '@/lib/pipeline/task-graph'
import { summariseTask, type TaskSummary } from '@/lib/pipeline/task-summary'
import { rowsText } from '../_live/progress-text'
import { type GridRun, RunGridTable } from '../_live/run-grid-table'
import { historyOnce } from '../_parts/read-once'
import { stateWord } from '../_parts/task-state'
import { inWords } from '../_parts/words'

const RUNS = 24

/** The last runs at a glance: a column is a run, a row a task. */
export async function RunGrid() {
  const runs = (await historyOnce()).slice(-RUNS)
  if (runs.length === 0) {
    return (
      <Card title="Last runs" sub="A column is a run, a row a task">
        <EmptyState title="No run yet">Each run adds a column here.</EmptyState>
      </Card>
    )
  }
  const tasks = gridTasks(runs)
  const longest = Math.max(...runs.map((run) => run.seconds ?? 0))
  return (
    <Card
      title={runs.length === 1 ? 'The first run' : `Last ${runs.length} runs`}
      sub="A column is a run with how long it took, a row a task; click for its log"
    >
      <RunGridTable
        runs={runs.map((run) => gridRun(run, tasks, longest))}
        tasks={tasks}
        longest={longest > 0 ? formatDuration(longest) : ''}
      />
    </Card>
  )
}

const TONE: Partial<Record<RunHistoryEntry['status'], GridRun['tone']>> = {
  published: 'good',
  failed: 'bad',
  running: 'running',
}

function gridRun(run: RunHistoryEntry, tasks: string[], longest: number): GridRun {
  const { value } = storeFormat()
  const said = [
    `Run ${run.id}`,
    inWords(run.status),
    value(run.requestedAt.toISOString(), 'timestamp'),
    ...(run.seconds === null ? [] : [formatDuration(run.seconds)]),
    ...(run.rowsRead > 0 ? [`${value(run.rowsRead, 'count')} rows read`] : []),
  ]
  return {
    id: run.id,
    label: said.join(', '),
    height: longest > 0 ? (run.seconds ?? 0) / longest : 0,
    tone: TONE[run.status] ?? 'neutral',
    cells: tasks.map((task) => {
      const summary = summariseTask(
        run.tasks.filter((row) => row.task === task),
        Date.now(),
      )
      return { state: summary.state, text: cellText(task, summary) }
    }),
  }
}

/** `failed, 0.4 s, 20 checks, attempt 2`. */
function cellText(task: string, { state, seconds, rows, attempt, parts }: TaskSummary): string {
  const said = [stateWord(state)]
  if (seconds !== null && state !== 'skipped') said.push(formatDuration(seconds))
  if (rows !== null) {
    const counts = isTaskName(task) ? TASK_GRAPH[task].counts : 'rows'
    said.push(
      counts === 'rows'
        ? `${rowsText({ rowsDone: rows }, counts)} rows`
        : rowsText({ rowsDone: rows }, counts),
    )
  }
  if (parts) said.push(`${parts.done} of ${parts.of} parts`)
  if (attempt > 1) said.push(`attempt ${attempt}`)
  return said.join(', ')
}
