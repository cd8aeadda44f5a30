import { storeFormat } from '@/app/_components/store-format'
import { Table, Td, Th } from '@/app/_components/ui/table'
import { formatDuration, NO_VALUE } from '@/lib/core/format'
import type { TaskView } from '@/lib/pipeline/states'
import { TaskStatusBadge } from './status'

/** The tasks of a run in words. */
export function TaskLog({ tasks }: { tasks: TaskView[] }) {
  const { value } = storeFormat()
  return (
    <Table label="Log of the tasks">
      <thead>
        <tr>
          <Th>Task</Th>
          <Th>Status</Th>
          <Th numeric>Attempt</Th>
          <Th>Started</Th>
          <Th numeric>Took</Th>
          <Th numeric>Rows</Th>
          <Th>Said</Th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <tr key={`${task.task} ${task.scope}`} className="align-top">
            <Td className="whitespace-nowrap">{task.scope ? `${task.task} ${task.scope}` : task.task}</Td>
            <Td>
              <TaskStatusBadge status={task.status} />
            </Td>
            <Td numeric className={task.attempt > 1 ? 'text-warn' : undefined}>
              {task.attempt || NO_VALUE}
            </Td>
            <Td className="whitespace-nowrap text-ink-2">
              {'startedAt' in task && task.startedAt
                ? value(task.startedAt.toISOString(), 'timestamp')
                : NO_VALUE}
            </Td>
            <Td numeric>{'seconds' in task ? formatDuration(task.seconds) : NO_VALUE}</Td>
            <Td numeric>{'rowsDone' in task ? value(task.rowsDone, 'count') : NO_VALUE}</Td>
            <Td className="min-w-64 text-ink-2">
              {'message' in task && task.message}
              {task.status === 'failed' && (
                <>
                  <p className="font-medium text-bad">{task.error.message}</p>
                  {task.error.whatToDo && <p className="whitespace-pre-line">{task.error.whatToDo}</p>}
                </>
              )}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
