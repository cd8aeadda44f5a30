import { formatDuration, NO_VALUE } from '@/lib/core/format'
import { TASK_GRAPH } from '@/lib/pipeline/task-graph'
import { TASK_NAMES } from '@/lib/pipeline/task-names'
import { stateWord } from '../_parts/task-state'
import type { TaskFigures } from './graph-figures'
import { progressText, rowsText } from './progress-text'

/** The graph as a table, for those who do not see it. */
export function GraphTwin({ runId, figures }: { runId: number; figures: ReadonlyMap<string, TaskFigures> }) {
  return (
    <div className="sr-only">
      <table>
        <caption>The graph of run {runId}: each task and what it waits for</caption>
        <thead>
          <tr>
            {['Task', 'After', 'State', 'Took', 'Rows'].map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {TASK_NAMES.map((task) => {
            const shown = figures.get(task)
            return (
              <tr key={task}>
                <th scope="row">{task}</th>
                <td>{TASK_GRAPH[task].dependsOn.join(', ') || NO_VALUE}</td>
                <td>
                  {shown ? stateWord(shown.state) : NO_VALUE}
                  {shown && progressText(shown) ? `, ${progressText(shown)}` : ''}
                </td>
                <td>{shown?.seconds == null ? NO_VALUE : formatDuration(shown.seconds)}</td>
                <td>{rowsText({ rowsDone: shown?.rows ?? null }, TASK_GRAPH[task].counts)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
