import { z } from 'zod'
import { Card } from '@/app/_components/ui/card'
import { LOG_LEVELS, readLog } from '@/lib/pipeline/read-log'
import type { RunDetail } from '@/lib/pipeline/read-run'
import { TASK_NAMES } from '@/lib/pipeline/task-names'
import { FilterSelect } from '../_parts/filter-select'
import { LogLines } from '../_parts/log-lines'
import { Pager } from '../_parts/pager'
import { TaskDetail } from '../_parts/task-detail'
import { TaskLog } from '../_parts/task-log'

/** What the address of a run's page may say about its log. */
export const logSearchSchema = z.object({
  task: z.string().max(60).optional(),
  level: z.enum(LOG_LEVELS).optional(),
  page: z.coerce.number().int().min(1).optional(),
})
export type LogSearch = z.infer<typeof logSearchSchema>

const LEVELS = [
  { value: 'info', label: 'info and above' },
  { value: 'warn', label: 'warnings and errors' },
  { value: 'error', label: 'errors' },
]

/** What a run logged: all of it, or one task's with how that task went; errors with what to do. */
export async function RunLog({ run, search }: { run: RunDetail; search: LogSearch }) {
  const known = new Set<string>([...TASK_NAMES, ...run.tasks.map((row) => row.task)])
  const task = search.task !== undefined && known.has(search.task) ? search.task : undefined
  const lines = await readLog(run.id, { task, level: search.level, page: search.page })
  const rows = task ? run.tasks.filter((row) => row.task === task) : run.tasks
  return (
    <Card
      id="log"
      className="scroll-mt-14 nav:scroll-mt-4"
      title="Log"
      sub={task ? `Of task ${task}` : 'What the run’s process said; lines are kept for a week'}
    >
      <div className="mb-2.5 flex flex-wrap gap-x-4 gap-y-2">
        <FilterSelect
          name="task"
          label="Task"
          any="All tasks"
          options={[...known].map((name) => ({ value: name, label: name }))}
          value={task}
        />
        <FilterSelect name="level" label="Level" any="All" options={LEVELS} value={search.level} />
      </div>
      {!task && run.health && (
        <p className="mb-2 text-ink-2 text-sub">
          Before its first task:{' '}
          {run.health.map(({ name, ok, detail }, i) => (
            <span key={name} className={ok ? undefined : 'font-medium text-bad'}>
              {i > 0 && ' · '}
              {name}: {detail}
            </span>
          ))}
        </p>
      )}
      {task && <TaskDetail runId={run.id} task={task} tasks={run.tasks} />}
      {lines.items.length > 0 ? (
        <LogLines lines={lines.items} withTask={task === undefined} />
      ) : (
        <p className="py-3 text-center text-ink-2 text-sub">
          {search.level ? 'No line of this level.' : 'No line is kept of it.'}
        </p>
      )}
      {lines.total > lines.pageSize && (
        <Pager
          path={`/pipeline/runs/${run.id}`}
          search={{ task, level: search.level }}
          page={lines.page}
          pageSize={lines.pageSize}
          total={lines.total}
          of="lines"
        />
      )}
      <h3 className="mt-4 mb-1 font-semibold text-[13px]">
        {task ? 'How it went' : 'Tasks and their parts'}
      </h3>
      {rows.length > 0 ? (
        <TaskLog tasks={rows} />
      ) : (
        <p className="py-3 text-center text-ink-2 text-sub">The run did not come to this task.</p>
      )}
    </Card>
  )
}
