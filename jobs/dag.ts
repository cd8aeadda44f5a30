import type { Task, TaskName } from '@/jobs/context'
import { TASK_GRAPH, type TaskPlace } from '@/lib/pipeline/task-graph'

export interface RetryPolicy {
  /** Executions in all; 1 = no retry. Only errors that can pass are tried again. */
  attempts: number
  /** Delay before the second execution in milliseconds; it doubles each time, with full jitter. */
  backoffMs: number
  /** It grows no further than this. */
  maxBackoffMs: number
}

export interface TaskDefinition extends Omit<TaskPlace, 'counts'> {
  task: TaskName
  timeoutMs: number
  retry: RetryPolicy
  /** What the task works through one by one; each shows as a part of its own with rows and time. */
  fansOutBy?: 'file' | 'entity' | 'table' | 'mart'
  /** Imported when it runs, so reading the DAG loads no DuckDB. */
  load: () => Promise<Task>
}

export type Dag = readonly TaskDefinition[]

const minutes = (n: number) => n * 60_000
const retry: RetryPolicy = { attempts: 3, backoffMs: 500, maxBackoffMs: 10_000 }

/** What the pipeline page shows of a task too stands in one place. */
function place(task: TaskName): Pick<TaskDefinition, 'task' | 'description' | 'dependsOn' | 'group'> {
  const { description, dependsOn, group } = TASK_GRAPH[task]
  return { task, description, dependsOn, ...(group ? { group } : {}) }
}

/**
 * One run as data, in the order of execution. Up to `load` every task commits its own work and
 * a resumed run skips it; the publish group is one PostgreSQL transaction and starts over from `merge`.
 */
export const dag: Dag = [
  {
    ...place('discover'),
    timeoutMs: minutes(30),
    retry,
    load: async () => (await import('@/jobs/tasks/discover')).discover,
  },
  {
    ...place('extract'),
    fansOutBy: 'file',
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/extract')).extract,
  },
  {
    ...place('validate'),
    fansOutBy: 'entity',
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/validate')).validate,
  },
  {
    ...place('conform'),
    fansOutBy: 'entity',
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/conform')).conform,
  },
  {
    ...place('load'),
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/load')).load,
  },
  {
    ...place('merge'),
    fansOutBy: 'table',
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/merge')).merge,
  },
  {
    ...place('aggregate'),
    fansOutBy: 'mart',
    timeoutMs: minutes(60),
    retry,
    load: async () => (await import('@/jobs/tasks/aggregate')).aggregate,
  },
  {
    ...place('check'),
    timeoutMs: minutes(30),
    retry,
    load: async () => (await import('@/jobs/tasks/check')).check,
  },
  {
    ...place('publish'),
    timeoutMs: minutes(10),
    retry,
    load: async () => (await import('@/jobs/tasks/publish')).publish,
  },
]
